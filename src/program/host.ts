import type { Command, Option } from "commander";
import type { Run } from "../command/run.ts";
import { type CommonFlags, mayAsk } from "../flags.ts";
import type { Context } from "../context.ts";
import { nothing } from "../safe-text.ts";
import type { Rendered } from "../render/rendered.ts";
import type { Screens } from "../render/screen.ts";
import { commonOptions } from "./common-options.ts";
import type { CommandName } from "./outlines.ts";

/** What a command's declaration needs from the program that it becomes part of. */
export interface Host {
  readonly context: Context;
  /** Receives the result of the command. */
  readonly done: (rendered: Rendered) => void;
  /** Opens a run with these flags, does the work in it, and closes it. */
  readonly inRun: <T>(flags: CommonFlags, work: (run: Run) => Promise<T>) => Promise<T>;
  /** How the two streams show text. */
  readonly screens: (flags: CommonFlags) => Promise<Screens>;
  /** Whether questions may be asked. */
  readonly asks: (flags: CommonFlags) => boolean;
  /** Declares a command in full, once, if there is only its outline so far. */
  readonly declare: (command: Command) => Promise<void>;
  /** Another tree, of the outlines of these commands. */
  readonly treeOf: (names: readonly CommandName[]) => Command;
}

/** The result of a command that has already written everything. */
export const nothingMore: Rendered = { code: 0, out: nothing, err: nothing };

/** Adds the rest of a command to its outline: options, examples, what it does. */
export type Declare = (command: Command, host: Host) => void;

/** Loads a run's own modules only when an action needs one. */
export function createHost(context: Context, done: Host["done"]): Omit<Host, "declare" | "treeOf"> {
  return {
    context,
    done,
    inRun: async (flags, work) => {
      const { withRun } = await import("../command/run.ts");
      return withRun(context, flags, work);
    },
    screens: async (flags) => {
      const { screensOf } = await import("../render/screen.ts");
      return screensOf(context, flags);
    },
    asks: (flags) => mayAsk(flags, context),
  };
}

/** Adds a command's own options, then those that every command takes. */
export function withOptions(command: Command, own: readonly Option[]): Command {
  for (const option of [...own, ...Object.values(commonOptions)]) command.addOption(option);
  return command;
}

/** The commands a person may type here, without the completion scripts' own command. */
export function namesBelow(command: Command): readonly string[] {
  const names = command.createHelp().visibleCommands(command);
  return names.map((below) => below.name());
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}
