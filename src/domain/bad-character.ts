/** A character that nobody means to write. */
export interface BadCharacter {
  /** `lost`: U+FFFD, which stands for a letter that was lost. `half`: one of a pair that belongs together. */
  readonly kind: "control" | "lost" | "half";
  /** Like `U+0007`. */
  readonly name: string;
  /** Counted in characters from 1. */
  readonly position: number;
}

/**
 * The first such character. Text that a database cuts off or replaces would make the journal differ from
 * what was sent.
 */
export function badCharacterIn(text: string): BadCharacter | null {
  const found = /[\p{Cc}\p{Cs}\ufffd]/u.exec(text);
  if (found === null) return null;
  const code = found[0].codePointAt(0) ?? 0;
  return {
    kind: code === 0xfffd ? "lost" : code >= 0xd800 ? "half" : "control",
    name: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`,
    position: Array.from(text.slice(0, found.index)).length + 1,
  };
}
