import type { Writable } from "node:stream";

/** What may stand in a safe text: plain text, which is escaped on its way in, or text that is safe already. */
export type Showable = SafeText | string | number | bigint;

/**
 * Text that a terminal shows and never obeys, apart from the line breaks and colours that this program put
 * into it. Only the functions of this file make one, and it is all that talk, prompts and results take.
 */
class SafeText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** To be measured, compared or handed to a library that draws. Back to safe text it comes only escaped. */
  get text(): string {
    return this.#text;
  }

  get isEmpty(): boolean {
    return this.#text === "";
  }

  get lines(): readonly SafeText[] {
    return this.#text.split("\n").map((line) => new SafeText(line));
  }

  /**
   * The same text cut, broken, padded or coloured anew. For render/ alone: what is added must be this
   * program's own.
   */
  rearranged(rearrange: (text: string) => string): SafeText {
    return new SafeText(rearrange(this.#text));
  }

  toString(): string {
    return this.#text;
  }
}

export type { SafeText };

/** safe`Order ${number}: …`: what stands in the source is trusted, what is put into it is escaped to one line. */
export function safe(parts: TemplateStringsArray, ...values: readonly Showable[]): SafeText {
  const rest = values.map((value, index) => visible(value).text + (parts[index + 1] ?? ""));
  return new SafeText((parts[0] ?? "") + rest.join(""));
}

/** Nothing to say. */
export const nothing = safe``;

/**
 * Control and format characters, separators of lines, tags and all else that is not seen but obeyed or
 * that hides something. What makes an emoji of characters (U+FE0E, U+FE0F, a joiner between two) is neither.
 */
const obeyed =
  /(?![\ufe0e\ufe0f]|(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d\p{Extended_Pictographic})[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/gu;

/**
 * Text that came from outside, with control characters, escape sequences and direction overrides made
 * visible instead of being obeyed. One line in, one line out.
 */
export function visible(text: Showable): SafeText {
  if (text instanceof SafeText) return text;
  const shown = String(text).replaceAll(obeyed, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20
      ? String.fromCodePoint(0x2400 + code)
      : `\\u{${code.toString(16).padStart(2, "0")}}`;
  });
  return new SafeText(shown);
}

/** The same for messages of several lines, such as those of errors, into which foreign text was put. */
export function visibleLines(text: string): SafeText {
  return joined(text.split("\n"), safe`\n`);
}

export function joined(parts: readonly Showable[], separator: Showable): SafeText {
  return new SafeText(parts.map((part) => visible(part).text).join(visible(separator).text));
}

/** The one writer of JSON: the same value, in which no such character stands as itself, for a document may go to a terminal. */
export function safeJson(value: object): SafeText {
  const json = JSON.stringify(value).replaceAll(obeyed, (character) =>
    character.replaceAll(
      /[^]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
  return new SafeText(json);
}

/** The only way to stdout and stderr. */
export function writeTo(stream: Writable, text: SafeText): void {
  if (!text.isEmpty) stream.write(text.text);
}
