import stringWidth from "fast-string-width";
import type { SafeText } from "../safe-text.ts";

/** Cuts between graphemes; a cut text ends in an ellipsis. Widths are terminal columns. */
export function fitWidth(safe: SafeText, width: number): SafeText {
  return safe.rearranged((text) =>
    stringWidth(text) <= width ? text : `${headOf(text, width - 1)}…`,
  );
}

/** The number of columns that the longest line takes. */
export function widthOf({ text }: SafeText): number {
  // Not by spreading: a history may have more lines than a call takes arguments.
  return text.split("\n").reduce((widest, line) => Math.max(widest, stringWidth(line)), 0);
}

/** Lines of at most `width` columns, broken between words, or within a word that is longer than a line. */
export function wrapWidth(text: SafeText, width: number): readonly SafeText[] {
  return text.rearranged((line) => wrapLine(line, width).join("\n")).lines;
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (stringWidth(line) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

/** The longest beginning that fits, but at least one grapheme. */
function headOf(text: string, width: number): string {
  let head = "";
  for (const piece of wholes(text)) {
    if (stringWidth(head) > 0 && stringWidth(head + piece) > width) break;
    head += piece;
  }
  return head;
}

/** The colours and links that this program put into a text. Everything else like them was made visible. */
// eslint-disable-next-line no-control-regex -- marks begin with one
const marks = /(\u001b\[[0-9;]*m|\u001b\]8;;[^\u001b]*\u001b\\)/;

/** What is never cut: the marks, which take no room, and graphemes. */
function wholes(text: string): readonly string[] {
  return text
    .split(marks)
    .flatMap((part, place) =>
      place % 2 === 1
        ? [part]
        : Array.from(new Intl.Segmenter().segment(part), ({ segment }) => segment),
    );
}
