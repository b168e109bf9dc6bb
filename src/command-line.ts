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
  asked.command = commandIn(argv, program)?.name() ?? null;
  program.hook("preAction", (_program, command) => {
    const { json, verbose } = command.opts<{ json?: boolean; verbose?: boolean }>();
    Object.assign(asked, {
      command: command === program ? null : command.name(),
      json: json === true,
      verbose: verbose === true,
    });
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return nothingMore;
    asked.command = commandIn(argv, program)?.name() ?? null;
    throw new UsageError(usageText(error, argv, program));
  }
  const [rendered] = left;
  // A command that was never declared in full would end as if it had done something.
  if (rendered === undefined) throw new Error("The command left nothing behind.");
  return rendered;
}

/** What is wrong, and where to read what is right. */
function usageText(error: CommanderError, argv: readonly string[], program: Command): string {
  const command = commandIn(argv, program);
  const [, option] = /unknown option '(--?[\w-]+)/.exec(error.message) ?? [];
  if (option !== undefined && command?.parent === program && isBefore(option, command, argv)) {
    return `${option} stands before ${command.name()}. Write: refund ${command.name()} … ${option}`;
  }
  const words = error.message.replace(/^error: /, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}\nSee: ${pathOf(command ?? program)} --help`;
}

/** The command that is named, as deep as it is known; null for none. */
function commandIn(argv: readonly string[], program: Command): Command | null {
  let found: Command | null = null;
  for (const word of argv) {
    if (word === "--") break;
    found = (found ?? program).commands.find((command) => command.name() === word) ?? found;
  }
  return found;
}

/** As it is typed: `refund history prune`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Also as `--reason=Fraud`. */
function isBefore(option: string, command: Command, argv: readonly string[]): boolean {
  const before = argv.slice(0, argv.indexOf(command.name()));
  return before.some((word) => word === option || word.startsWith(`${option}=`));
}
