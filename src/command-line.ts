import { type Command, CommanderError } from "commander";
import type { Context } from "./context.ts";
import { UsageError } from "./failure.ts";
import { nothingMore } from "./program/host.ts";
import { createProgram } from "./program.ts";
import type { EndedRun } from "./render/failure.ts";
import type { Rendered } from "./render/rendered.ts";

/** What was asked for, as far as it is known; corrected once the command line has been parsed. */
export type Asked = {
  -readonly [Key in "command" | "json" | "verbose"]: EndedRun[Key];
};

/** Parses a command line and runs its command. @throws whatever ends the run before it has a result */
export async function runCommandLine(
  argv: readonly string[],
  context: Context,
  asked: Asked,
): Promise<Rendered> {
  const left: Rendered[] = [];
  const program = createProgram(context, (rendered) => void left.push(rendered));
  program.hook("preAction", (_program, command) => {
    const { json, verbose } = command.opts<{ json?: boolean; verbose?: boolean }>();
    Object.assign(asked, {
      command: command.name(),
      json: json === true,
      verbose: verbose === true,
    });
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return nothingMore;
    throw new UsageError(usageText(error, asked.command, program));
  }
  const [rendered] = left;
  // A command that was never declared in full would end as if it had done something.
  if (rendered === undefined) throw new Error("The command left nothing behind.");
  return rendered;
}

/** What is wrong, and where to read what is right. */
function usageText(error: CommanderError, word: string | null, program: Command): string {
  const words = error.message.replace(/^error: /, "");
  const isCommand = program.commands.some((command) => command.name() === word);
  const page = isCommand ? `refund ${word ?? ""} --help` : "refund --help";
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}\nSee: ${page}`;
}
