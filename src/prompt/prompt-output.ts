import { stripVTControlCharacters } from "node:util";
import { Writable } from "node:stream";
import stringWidth from "fast-string-width";
import type { Context } from "../context.ts";

/** What the questions are written to. */
export interface PromptOutput {
  /** Calls back after the window changed its size and the question was taken off it. */
  readonly resized: (changed: () => void) => () => void;
  /** To be told that Ctrl-Z suspends the program, and that it goes on below what the shell wrote meanwhile. */
  readonly suspended: () => void;
  readonly continued: () => void;
  /** To be told before each question; what it is written to, which the question closes when it ends. */
  readonly begun: () => Writable;
  /** To be told after each question whether its answer stays on the screen; null for none given. */
  readonly ended: (answered: boolean | null) => void;
  /** Takes the last answer that stayed off the screen, if it is the last thing there. */
  readonly takeBack: () => void;
  readonly leaveAnswers: () => void;
}

/** A question as it was drawn last: its lines, and where among them the cursor is. */
interface Frame {
  readonly lines: readonly string[];
  readonly cursorLine: number;
  readonly cursorColumn: number;
}

const noFrame: Frame = { lines: [], cursorLine: 0, cursorColumn: 0 };

/**
 * A terminal breaks the lines of a question anew when its window becomes narrower, and the library, which
 * counts lines as it wrote them, would leave some of them behind. So the question is taken off the screen as
 * it stands there now, and then drawn anew.
 */
export function promptOutput(stream: Context["stderr"], columns: () => number): PromptOutput {
  let frame = noFrame;
  let answers: (readonly string[])[] = [];
  const rows = (lines: readonly string[]) =>
    lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns())), 0);
  const eraseFrame = () => {
    const { lines, cursorLine, cursorColumn } = frame;
    if (lines.length === 0) return;
    const above = rows(lines.slice(0, cursorLine)) + Math.floor(cursorColumn / columns());
    const below = lines.length - 1 - cursorLine;
    // As many lines as the library believes to have drawn, so that it removes these and no others.
    const space = "\n".repeat(lines.length - 1);
    stream.write(`${up(above)}\r\u001b[J${space}${up(below)}`);
  };
  return {
    resized: (changed) => {
      const listener = () => {
        eraseFrame();
        changed();
      };
      stream.on("resize", listener);
      return () => stream.off("resize", listener);
    },
    suspended: () => {
      // The shell writes where the cursor is.
      stream.write(`\u001b[J${cursorShow}`);
    },
    continued: () => {
      const { lines, cursorLine } = frame;
      const space = "\n".repeat(Math.max(0, lines.length - 1));
      stream.write(`${bracketedPaste.on}${space}${up(lines.length - 1 - cursorLine)}`);
    },
    begun: () => {
      frame = noFrame;
      stream.write(bracketedPaste.on);
      const output = new Writable({
        write(chunk: Buffer | string, _encoding, done) {
          const text = String(chunk);
          frame = frameOf(text) ?? frame;
          stream.write(text);
          done();
        },
      });
      // Asked for when lines are broken; a window changes size.
      Object.defineProperty(output, "columns", {
        get: () => ("columns" in stream ? stream.columns : undefined),
      });
      return output;
    },
    ended: (answered) => {
      stream.write(bracketedPaste.off);
      if (answered === true) answers.push(frame.lines);
      // A question that was gone back from ends as an empty line.
      if (answered === false) stream.write(`${up(1)}\r\u001b[J`);
    },
    leaveAnswers: () => {
      answers = [];
    },
    takeBack: () => {
      const last = answers.at(-1);
      answers = answers.slice(0, -1);
      if (last !== undefined) stream.write(`${up(rows(last))}\r\u001b[J`);
    },
  };
}

/** Has a terminal say what is pasted, so that the line breaks in it are no Enter. */
const bracketedPaste = { on: "\u001b[?2004h", off: "\u001b[?2004l" };

const cursorShow = "\u001b[?25h";

function up(lines: number): string {
  return lines > 0 ? `\u001b[${lines}A` : "";
}

/** Null for what only moves the cursor. */
function frameOf(text: string): Frame | null {
  const plain = stripVTControlCharacters(text);
  if (plain.trim() === "") return null;
  const lines = plain.split("\n");
  // eslint-disable-next-line no-control-regex -- movements of the cursor begin with one
  const moved = /(?:\u001b\[(?<up>[0-9]+)A)?\u001b\[(?<column>[0-9]+)G$/.exec(text)?.groups ?? {};
  return {
    lines,
    cursorLine: lines.length - 1 - Number(moved["up"] ?? 0),
    cursorColumn: Number(moved["column"] ?? 1) - 1,
  };
}
