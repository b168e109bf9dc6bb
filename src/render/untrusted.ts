/** C0, DEL, C1; line and paragraph separators; marks, embeddings, overrides and isolates of direction; tags. */
const obeyed =
  // eslint-disable-next-line no-control-regex -- they are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Text that came from outside, made safe for a terminal: control characters, escape sequences and
 * direction overrides become visible instead of being obeyed. One line in, one line out.
 */
export function visible(text: string): string {
  return text.replaceAll(obeyed, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20
      ? String.fromCodePoint(0x2400 + code)
      : `\\u{${code.toString(16).padStart(2, "0")}}`;
  });
}

/** The same value as JSON in which no such character stands as itself: a document, too, may go to a terminal. */
export function visibleJson(value: object): string {
  return JSON.stringify(value).replaceAll(obeyed, (character) =>
    character.replaceAll(
      /[^]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}

/** The same for our own messages of several lines, into which foreign text was put. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
