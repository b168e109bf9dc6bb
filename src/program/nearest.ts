import { closest, distance } from "fastest-levenshtein";

/** The known word that a mistyped one probably means. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const near = closest(word.toLowerCase(), [...known]);
  const tolerance = Math.max(2, Math.floor(word.length / 3));
  return distance(word.toLowerCase(), near.toLowerCase()) <= tolerance ? near : null;
}
