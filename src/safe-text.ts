import type { Writable } from "node:stream";

/** What a safe text can be made from: plain text, which is escaped on its way in, or text that is already safe. */
export type Showable = SafeText | string | number | bigint;

/**
 * Text that a terminal shows and never obeys, apart from the line breaks and colours that this program put
 * into it. Only the functions of this file make one, and talk, prompts and results accept nothing else.
 */
class SafeText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** For measuring, comparing or passing to a library that draws. It only becomes safe text again by escaping. */
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
   * The same text, cut, broken, padded or recoloured. For render/ only: whatever is added must be this
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

/** safe`Order ${number}: …`: the text in the source is trusted, and values are escaped to one line. */
export function safe(parts: TemplateStringsArray, ...values: readonly Showable[]): SafeText {
  const rest = values.map((value, index) => visible(value).text + (parts[index + 1] ?? ""));
  return new SafeText((parts[0] ?? "") + rest.join(""));
}

/** Nothing to say. */
export const nothing = safe``;

/**
 * Control and format characters, line separators, tags and everything else that is invisible but obeyed, or
 * that hides something. Characters that form an emoji (U+FE0E, U+FE0F, a joiner between two) do neither.
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

/** The same for messages of several lines, such as errors, that contain foreign text. */
export function visibleLines(text: string): SafeText {
  return joined(text.split("\n"), safe`\n`);
}

export function joined(parts: readonly Showable[], separator: Showable): SafeText {
  return new SafeText(parts.map((part) => visible(part).text).join(visible(separator).text));
}

/** The only function that writes JSON: the same value with no such character in it, because a document may go to a terminal. */
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
