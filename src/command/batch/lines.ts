import { UsageError } from "../../failure.ts";
import { nextTurn } from "./event-loop.ts";

/** A line of the input without its end, and its number, counted from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** No row comes near this many characters; what is longer is no list of refunds, or a quote that nobody closed. */
export const longestRow = 100_000;

/**
 * The lines of a text, some at a time, whatever ends them: LF, CRLF, or CR alone.
 * @throws UsageError for a line that goes on and on
 */
export async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<readonly Line[]> {
  let line = 0;
  let begun = "";
  /** The next text shows whether it is half of a CRLF. */
  let heldCr = "";
  const numbered = (text: string): Line => {
    line += 1;
    if (text.length > longestRow) throw tooLong(line);
    return { line, text };
  };
  for await (const text of texts) {
    // A fast writer would starve the event loop.
    await nextTurn();
    const whole = heldCr + text;
    heldCr = whole.endsWith("\r") ? "\r" : "";
    const [first = "", ...others] = whole
      .slice(0, whole.length - heldCr.length)
      .split(/\r\n|[\r\n]/);
    begun += first;
    if (begun.length > longestRow) throw tooLong(line + 1);
    if (others.length === 0) continue;
    const lines = [begun, ...others.slice(0, -1)].map(numbered);
    begun = others.at(-1) ?? "";
    yield lines;
  }
  yield [numbered(begun)];
}

function tooLong(line: number): UsageError {
  return new UsageError(
    `Line ${line} is longer than ${longestRow} characters, so the file is not a list of refunds, which has one row on each line. Nothing was sent.`,
  );
}
