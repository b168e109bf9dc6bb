import type { Command, Option } from "commander";
import { commonOptions } from "./common-options.ts";

/** The parts of a command line, in the order they stood. */
export interface LineParts {
  readonly command: Command;
  readonly given: readonly Given[];
  readonly strange: readonly Strange[];
  readonly operands: readonly string[];
}

/** An option on the line. */
export interface Given {
  readonly option: Option;
  /** The command that was named so far. */
  readonly at: Command;
  readonly value: string | null;
  /** The value was written `--option=value`, so it may look like anything. */
  readonly isTied: boolean;
  /** The word after the option. */
  readonly next: string | null;
}

/** An option that the command named so far does not have. */
export interface Strange {
  readonly word: string;
  readonly at: Command;
}

/** @param declare declares a command in full, so that its options are known */
export async function takeApart(
  argv: readonly string[],
  program: Command,
  declare: (command: Command) => Promise<void>,
): Promise<LineParts> {
  const given: Given[] = [];
  const strange: Strange[] = [];
  const operands: string[] = [];
  let command = program;
  let onlyOperands = false;
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (onlyOperands || !looksLikeOption(word)) {
      // After an unknown option, any word may be its value: a command named later still counts.
      const mayName = operands.length === 0 || strange.length > 0;
      const below = mayName ? commandBelow(command, word) : undefined;
      if (below === undefined) operands.push(word);
      else {
        await declare(below);
        command = below;
      }
      continue;
    }
    if (word === "--") {
      onlyOperands = true;
      continue;
    }
    const known = optionsIn(word, command);
    if (known === null) strange.push({ word, at: command });
    for (const option of known ?? []) {
      const tied = /^--[^=]+=(.*)$/s.exec(word)?.[1] ?? null;
      const next = rest[0] ?? null;
      const follows = option.required && tied === null && next !== null && !isOption(next, command);
      if (follows) rest.shift();
      given.push({
        option,
        at: command,
        value: follows ? next : tied,
        isTied: tied !== null,
        next,
      });
    }
  }
  return { command, given, strange, operands };
}

/** A negative number is not an option, nor is the dash that means standard input. */
function looksLikeOption(word: string): boolean {
  return /^-[^0-9]/.test(word);
}

function commandBelow({ commands }: Command, name: string): Command | undefined {
  return commands.find((command) => command.name() === name);
}

/** Whether a word cannot be the value of an option before it. */
export function isOption(word: string, command: Command): boolean {
  return word.startsWith("--") || (looksLikeOption(word) && optionsIn(word, command) !== null);
}

/** The option that a word is, or the several of `-yv`; null for one that the command does not have. */
function optionsIn(word: string, command: Command): readonly Option[] | null {
  const options = optionsOf(command);
  if (word.startsWith("--")) {
    const [name] = word.split("=");
    const option = options.find(({ long }) => long === name);
    return option === undefined ? null : [option];
  }
  const letters = Array.from(word.slice(1), (letter) =>
    options.find(({ short, required }) => short === `-${letter}` && !required),
  );
  const found = letters.filter((option) => option !== undefined);
  return found.length === letters.length ? found : null;
}

/** Its own options, help included, and the common options. */
function optionsOf(command: Command): readonly Option[] {
  const shown = command.createHelp().visibleOptions(command);
  return [...shown, ...command.options, ...Object.values(commonOptions)];
}

/** As it is typed: refund, history, prune. */
export function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [command.name()] : [...pathOf(command.parent), command.name()];
}

export function nameOf({ long, short, flags }: Option): string {
  return long ?? short ?? flags;
}
