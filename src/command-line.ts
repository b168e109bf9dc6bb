import { type Command, CommanderError } from "commander";
import type { Context } from "./context.ts";
import { UsageError } from "./failure.ts";
import { arrange } from "./program/arrangement.ts";
import { pathOf } from "./program/line-parts.ts";
import { createProgram } from "./program/program.ts";
import type { EndedRun } from "./render/failure.ts";
import type { Rendered } from "./render/rendered.ts";
import { joined, nothing } from "./safe-text.ts";

/** What was requested, as far as it is known; corrected once the command line has been parsed. */
export type Asked = {
  -readonly [Key in "command" | "json" | "verbose"]: EndedRun[Key];
} & { color: boolean };

/** Parses a command line and runs its command. @throws whatever ends the run before it has a result */
export async function runCommandLine(
  argv: readonly string[],
  context: Context,
  asked: Asked,
): Promise<Rendered> {
  const left: Rendered[] = [];
  const { program, declare } = createProgram(context, (rendered) => void left.push(rendered));
  const { command, words, complaints, has } = await arrange(argv, program, declare);
  asked.command = command === program ? null : command.name();
  asked.json = has("--json");
  asked.verbose = has("--verbose");
  asked.color = !has("--no-color");
  if (complaints.length > 0) throw new UsageError(complaints.join("\n"));
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(usageText(error, command));
  }
  const last = left.at(-1);
  // A command that was never declared in full would otherwise end as if it had done something.
  if (last === undefined) throw new Error("The command produced no result.");
  // A page of help comes in several parts.
  return {
    ...last,
    out: joined(
      left.map(({ out }) => out),
      nothing,
    ),
  };
}

/** What is wrong, and which help to read. */
function usageText(error: CommanderError, command: Command): string {
  const words = error.message.replace(/^error: /, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}\nSee: ${pathOf(command).join(" ")} --help`;
}
