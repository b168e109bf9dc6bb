import { closest, distance } from "fastest-levenshtein";

/** A suggestion to append to an error about an unknown word, with a leading space; empty if no known word is close. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? "" : ` Did you mean "${near}"?`;
}

/** The known word that a mistyped or shortened one probably means. */
export function nearest(word: string, known: readonly string[]): string | null {
  const typed = word.trim().toLowerCase();
  const holding = known.filter((name) => name.toLowerCase().includes(typed));
  if (typed.length > 2 && holding.length === 1) return holding[0] ?? null;
  const lower = known.map((name) => name.toLowerCase());
  if (lower.length === 0) return null;
  const near = closest(typed, lower);
  const tolerance = Math.max(2, Math.floor(typed.length / 3));
  const letters = distance(typed, near);
  // Where every letter is another, nothing is near.
  return letters <= tolerance && letters < typed.length
    ? (known[lower.indexOf(near)] ?? null)
    : null;
}
