import { badCharacterIn } from "../../domain/bad-character.ts";

/** What helps against text that was read in a different encoding than it was written in. */
export const exportAgain = "export the file again as UTF-8";

/** Why a cell cannot be used as it is, in words that fit after its column's name; null when it can. */
export function badCharacter(text: string): string | null {
  const bad = badCharacterIn(text);
  if (bad === null) return null;
  const { kind, name } = bad;
  switch (kind) {
    case "control":
      return `contains the control character ${name}`;
    case "half":
      return `contains half a character (${name})`;
    case "lost":
      return `contains ${name}, a placeholder for a letter that was lost; ${exportAgain}`;
  }
}
