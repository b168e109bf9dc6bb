import { useEffect, useState } from "@inquirer/core";
import { joined, safe, type SafeText } from "../safe-text.ts";
import type { Screen } from "../render/screen.ts";
import { widthOf, wrapWidth } from "../render/width.ts";

/** What every question is drawn with, so that all of them look alike and take the same keys. */
// A type, because the library asks for an index, which an interface has not.
export type Look = {
  readonly message: string;
  readonly question: SafeText;
  readonly screen: Screen;
  /** Whether Esc goes back one question. */
  readonly back: boolean;
  /** Whether the key that was pressed last was pasted. */
  readonly isPasted: () => boolean;
  /** Calls back after the window changed its size; returns what undoes it. */
  readonly resized: (changed: () => void) => () => void;
  /** To be told when the program goes on that was suspended, before the question is drawn anew. */
  readonly continued: () => void;
};

/** Where a question stands; one that was gone back from answers null. */
export type Status = "idle" | "done" | "back";

/** Shown again by the library when a question ends. */
const cursorHide = safe`\u001b[?25l`;

/** The terminal's columns, with the question drawn anew when they change, and after Ctrl-Z. */
export function useColumns({ screen, resized, continued }: Look): number {
  const [columns, setColumns] = useState(screen.columns);
  useEffect(
    () =>
      resized(() => {
        setColumns(screen.columns);
      }),
    [],
  );
  const [, setTimes] = useState(0);
  useEffect((line) => {
    let times = 0;
    // Node pauses its input then, which would look as if it had ended.
    const goOn = () => {
      line.resume();
      // Node takes the terminal's keys one by one again only after this.
      setImmediate(() => {
        continued();
        setTimes((times += 1));
      });
    };
    line.on("SIGCONT", goOn);
    return () => {
      line.removeListener("SIGCONT", goOn);
    };
  }, []);
  return columns;
}

/** The question, broken between words; what is typed stands behind its last line. */
export function askedLines({ question, screen }: Look, columns: number): SafeText {
  return marked(screen.paint.cyan("?"), question, screen, columns);
}

/** The question with its answer, as they stay on the screen. */
export function answeredLines(
  { question, screen }: Look,
  answer: SafeText,
  columns: number,
): SafeText {
  const { paint } = screen;
  const mark = paint.green("✔");
  const head = marked(mark, question, screen, columns);
  if (answer.isEmpty) return head;
  const isShort = widthOf(question) + widthOf(answer) + 3 <= columns && answer.lines.length === 1;
  if (isShort) return safe`${head} ${paint.cyan(answer)}`;
  const lines = answer.lines.flatMap((line) => wrapWidth(line, columns - 3));
  return joined([head, ...lines.map((line) => safe`  ${paint.cyan(line)}`)], safe`\n`);
}

function marked(mark: SafeText, question: SafeText, { paint }: Screen, columns: number): SafeText {
  const lines = wrapWidth(question, Math.max(10, columns - 3)).map((line) => paint.bold(line));
  return joined(
    lines.map((line, index) => safe`${index === 0 ? mark : " "} ${line}`),
    safe`\n`,
  );
}

/** The keys, in one line that fits 60 columns. */
export function hintLine({ screen, back }: Look, keys: readonly string[]): SafeText {
  const all = [...keys, ...(back ? ["esc back"] : [])];
  return screen.paint.dim(safe`  ${all.join(" · ")}`);
}

/** What is said of an answer: what is wrong with it, else the note. */
export function remarkLines(
  { screen }: Look,
  { note, wrong }: { readonly note: SafeText; readonly wrong: SafeText | null },
  columns: number,
): readonly SafeText[] {
  const said = wrong ?? note;
  if (said.isEmpty) return [];
  const paint = wrong === null ? screen.paint.dim : screen.paint.red;
  const lines = said.lines.flatMap((line) => wrapWidth(line, Math.max(10, columns - 3)));
  const mark = wrong === null ? " " : ">";
  return lines.map((line, index) => paint(safe`${index === 0 ? mark : " "} ${line}`));
}

/** What a prompt shows: what is typed ends the first part, and the rest stands below. */
export function view(above: SafeText, below: readonly SafeText[]): [string, string] {
  return [above.text, joined(below, safe`\n`).text];
}

/**
 * The same where nothing is typed in a line: the cursor, which is hidden, stays below it all. Some terminals
 * move it wrongly when lines below it are broken in a narrower window.
 */
export function listView(lines: readonly SafeText[]): string {
  return `${joined(lines, safe`\n`).text}${cursorHide.text}`;
}

/** The view of a question that the user went back from; without the blank the library would draw a second line. */
export const noView = " ";
