import type { CommonFlags } from "../flags.ts";
import { safe, type SafeText } from "../safe-text.ts";
import { shellWord } from "./shell-word.ts";

/** Another command line for the same account and the same journal, to be copied as it stands. */
export type NextCommand = (words: string) => SafeText;

/** @param flags those that chose account and journal; the environment chooses the rest again */
export function nextCommandOf(flags: CommonFlags): NextCommand {
  const chosen = choosingFlags(flags);
  return (words) => safe`refund ${words}${chosen}`;
}

/** What stands behind each such command line. */
function choosingFlags({ sandbox, profile, config }: CommonFlags): string {
  if (sandbox === true) return " --sandbox";
  return [
    ...(config === undefined ? [] : [` --config ${shellWord(config)}`]),
    ...(profile === undefined ? [] : [` --profile ${shellWord(profile)}`]),
  ].join("");
}
