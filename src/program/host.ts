import type { Command, Option } from "commander";
import type { CommonFlags, Run } from "../command/run.ts";
import type { Context } from "../context.ts";
import { options } from "../options.ts";
import type { Rendered } from "../render/rendered.ts";
import type { Screens } from "../render/screen.ts";

/** What the declaration of a command needs of the program it becomes part of. */
export interface Host {
  readonly context: Context;
  /** Receives what the command leaves behind. */
  readonly done: (rendered: Rendered) => void;
  /** Opens a run with these flags, does the work in it, and closes it. */
  readonly inRun: <T>(flags: CommonFlags, work: (run: Run) => Promise<T>) => Promise<T>;
  /** How the two streams show text. */
  readonly screens: (flags: CommonFlags) => Promise<Screens>;
  /** Whether questions may be asked. */
  readonly asks: (flags: CommonFlags) => boolean;
}

/** Loads a run's own modules only when an action needs one. */
export function createHost(context: Context, done: Host["done"]): Host {
  return {
    context,
    done,
    inRun: async (flags, work) => {
      const { withRun } = await import("../command/run.ts");
      return withRun(context, flags, work);
    },
    screens: async ({ color }) => {
      const { screensOf } = await import("../render/screen.ts");
      return screensOf(context, color);
    },
    asks: ({ input }) => input !== false && context.terminal.stdin && context.terminal.stderr,
  };
}

const commonOptions: readonly Option[] = [
  ...[options.json, options.sandbox, options.profile, options.config, options.timeout],
  ...[options.input, options.color, options.verbose, options.quiet],
];

/** Adds a command's own options, then those that every command takes. */
export function withOptions(command: Command, own: readonly Option[]): Command {
  for (const option of [...own, ...commonOptions]) command.addOption(option);
  return command;
}

/** What a person may type here; the completion scripts' own command is not among it. */
export function namesBelow(command: Command): readonly string[] {
  const names = command.createHelp().visibleCommands(command);
  return names.map((below) => below.name());
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}
