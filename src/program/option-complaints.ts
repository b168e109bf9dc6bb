import type { Command } from "commander";
import { commonOptions } from "./common-options.ts";
import { mayBeEmpty, mayBeGivenAgain } from "./lenient-option.ts";
import { type Given, isOption, type LineParts, nameOf, pathOf } from "./line-parts.ts";

/**
 * What is wrong with the options of a command line and their values. A script's empty variable must not
 * turn the next flag into a value, such as a file called `--dry-run`; a value given twice is ambiguous.
 */
export function complaintsOf({ command, given, strange }: LineParts): readonly string[] {
  const complaints = given.map((each, place) => {
    const earlier = given.slice(0, place).some(({ option }) => isSame(option, each.option));
    return valueComplaint(each, command, earlier) ?? placeComplaint(each, command);
  });
  const misplaced = strange.map(({ word, at }) => {
    const [name = word] = word.split("=");
    const isOwn = at !== command && command.options.some(({ long }) => long === name);
    return isOwn ? tooEarly(name, command) : null;
  });
  const found = [...complaints, ...misplaced].filter((complaint) => complaint !== null);
  return [...new Set(found)];
}

function isSame(one: Given["option"], other: Given["option"]): boolean {
  return nameOf(one) === nameOf(other);
}

function valueComplaint(each: Given, command: Command, isAgain: boolean): string | null {
  const { option, value, isTied, next } = each;
  const flag = nameOf(option);
  if (!option.required) return value === null ? null : `${flag} takes no value.`;
  if (value === null) return missing(flag, next);
  // Before its command, not all options were known yet.
  if (!isTied && isOption(value, command)) return missing(flag, value);
  if (value.trim() === "" && !mayBeEmpty(option)) return `${flag} has an empty value.`;
  return isAgain && !mayBeGivenAgain(option) ? `${flag} is given twice; it takes one value.` : null;
}

function missing(flag: string, next: string | null): string {
  return next === null
    ? `${flag} needs a value.`
    : `${flag} needs a value, and "${next}" is an option. If it is meant as the value, write ${flag}=${next}`;
}

function placeComplaint({ option, at }: Given, command: Command): string | null {
  const name = nameOf(option);
  const takes = command.options.some((own) => isSame(own, option));
  const standsAnywhere =
    name === "--help" || Object.values(commonOptions).some((common) => isSame(common, option));
  if (takes && at !== command && !standsAnywhere) return tooEarly(name, command);
  if (takes || name === "--help") return null;
  const path = pathOf(command).join(" ");
  return `${path} does not take ${name}.\nSee: ${path} --help`;
}

function tooEarly(flag: string, command: Command): string {
  return `${flag} must come after ${command.name()}. Write: ${pathOf(command).join(" ")} … ${flag}`;
}
