/**
 * Why a value cannot be kept and sent as it is, in words that fit behind its column's name; null when it can.
 * Nobody means to write control characters, or the U+FFFD that stands for a lost letter. And text that a
 * database cuts off or replaces would make the journal differ from what was sent.
 * @param breaks whether it may have line breaks and tabs
 */
export function badCharacter(
  text: string,
  { breaks }: { readonly breaks: boolean },
): string | null {
  const found = (breaks ? badInComment : bad).exec(text)?.[0];
  if (found === undefined) return null;
  const code = found.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (code === 0xfffd) {
    return `contains ${name}, a placeholder for a letter that was lost; export the file again as UTF-8`;
  }
  return code >= 0xd800 && code <= 0xdfff
    ? `contains half a character (${name})`
    : `contains the control character ${name}`;
}

const bad = /[\p{Cc}\p{Cs}\ufffd]/u;
const badInComment = /(?![\n\r\t])[\p{Cc}\p{Cs}\ufffd]/u;
