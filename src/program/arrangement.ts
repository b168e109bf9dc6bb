import type { Command } from "commander";
import { type LineParts, nameOf, pathOf, takeApart } from "./line-parts.ts";
import { complaintsOf } from "./option-complaints.ts";

/** A command line, split by what its command declares, before commander sees it. */
export interface Arrangement {
  /** The command that is meant, as deep as it is named; the program itself if there is none. */
  readonly command: Command;
  /** For commander, without ambiguity: the command, its options each tied to its value, then the rest. */
  readonly words: readonly string[];
  /** What is wrong with options and their values; commander finds the rest. */
  readonly complaints: readonly string[];
  /** Whether an option is on the line, by its long name; a value that looks like it does not count. */
  readonly has: (long: string) => boolean;
}

/** @param declare declares a command in full, so that its options are known */
export async function arrange(
  argv: readonly string[],
  program: Command,
  declare: (command: Command) => Promise<void>,
): Promise<Arrangement> {
  const parts = await takeApart(argv, program, declare);
  const { command, given } = parts;
  const has = (long: string): boolean => given.some(({ option }) => option.long === long);
  // As with git: whoever asks for the version gets it, whatever comes after.
  const isVersion = given.some(({ option, at }) => at === program && option.long === "--version");
  return isVersion
    ? { command: program, words: ["--version"], complaints: [], has }
    : { command, words: wordsOf(parts), complaints: complaintsOf(parts), has };
}

function wordsOf({ command, given, strange, operands }: LineParts): readonly string[] {
  return [
    ...pathOf(command).slice(1),
    ...given.map(({ option, value }) =>
      value === null ? nameOf(option) : `${nameOf(option)}=${value}`,
    ),
    ...strange.map(({ word }) => word),
    ...(operands.length > 0 ? ["--", ...operands] : []),
  ];
}
