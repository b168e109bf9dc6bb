import { Interface } from "node:readline";

/** A text of several lines while it is typed: the terminal's line editor holds one of them. */
export interface TypedText {
  readonly before: readonly string[];
  readonly line: string;
  /** In the line. */
  readonly cursor: number;
  readonly after: readonly string[];
}

export function startWith(text: string): TypedText {
  const lines = text.split("\n");
  const line = lines.at(-1) ?? "";
  return { before: lines.slice(0, -1), line, cursor: line.length, after: [] };
}

export function wholeText({ before, line, after }: TypedText): string {
  return [...before, line, ...after].join("\n");
}

/** A new line at the cursor; in a text of one line, a blank. */
export function broken({ before, line, cursor, after }: TypedText, isLong: boolean): TypedText {
  const [head, tail] = [line.slice(0, cursor), line.slice(cursor)];
  return isLong
    ? { before: [...before, head], line: tail, cursor: 0, after }
    : { before, line: `${head} ${tail}`, cursor: cursor + 1, after };
}

/** The line above; the same where there is none. */
export function oneUp(text: TypedText): TypedText {
  const { before, line, after } = text;
  const above = before.at(-1);
  if (above === undefined) return text;
  return {
    before: before.slice(0, -1),
    line: above,
    cursor: above.length,
    after: [line, ...after],
  };
}

/** The line below; the same where there is none. */
export function oneDown(text: TypedText): TypedText {
  const { before, line, after } = text;
  const [below, ...rest] = after;
  if (below === undefined) return text;
  return { before: [...before, line], line: below, cursor: below.length, after: rest };
}

/** The line as the end of the one above; the same where there is none. */
export function joinedUp(text: TypedText): TypedText {
  const { before, line, after } = text;
  const above = before.at(-1);
  if (above === undefined) return text;
  return { before: before.slice(0, -1), line: above + line, cursor: above.length, after };
}

/** The line editor behind a prompt, of whose abilities the library's own type names few. */
export function editorOf(readline: object): Interface {
  if (readline instanceof Interface) return readline;
  throw new Error("A question is not asked through Node's line editor.");
}

/** Has the editor hold the line that is typed, with the cursor where it is. */
export function placeLine(editor: Interface, { line, cursor }: TypedText): void {
  editor.write(null, { ctrl: true, name: "e" });
  editor.write(null, { ctrl: true, name: "u" });
  if (line !== "") editor.write(line);
  for (let at = line.length; at > cursor; at--) editor.write(null, { name: "left" });
}
