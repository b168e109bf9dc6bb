import { type Line, longestRow } from "./lines.ts";

/** What stands between the values of a CSV file. */
export type Delimiter = "," | ";";

/** One record of a CSV file, with the line on which it begins; or why it is none, with the line of the fault. */
export type CsvRecord =
  | { readonly line: number; readonly values: readonly string[] }
  | { readonly line: number; readonly cause: string };

/** A record of which not all was read. */
interface Begun {
  readonly line: number;
  readonly values: string[];
  /** What a quote that is still open holds so far. */
  quoted: string | null;
  /** Where that quote is. */
  quoteLine: number;
  size: number;
}

/**
 * Reads CSV as RFC 4180 has it, blanks around values taken off. After a fault it goes on with the next line,
 * so that one fault hides no other, unless a quote stays open for too long. Written here because no parser tells where an open quote began.
 */
export async function* readCsvRecords(
  pages: AsyncIterable<readonly Line[]>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRecord> {
  let begun: Begun | null = null;
  for await (const page of pages) {
    for (const { line, text } of page) {
      if (begun === null && text.trim() === "") continue;
      begun ??= { line, values: [], quoted: null, quoteLine: line, size: 0 };
      begun.size += text.length;
      const cause = readCells(text, line, begun, delimiter);
      if (cause !== null) {
        yield { line: begun.quoteLine, cause };
        begun = null;
      } else if (begun.quoted === null) {
        yield { line: begun.line, values: begun.values };
        begun = null;
      } else if (begun.size > longestRow) {
        yield { line: begun.quoteLine, cause: openQuote(`within ${longestRow} characters`) };
        // Where rows begin again nobody can tell.
        return;
      }
    }
  }
  if (begun !== null) yield { line: begun.quoteLine, cause: openQuote("before the file ends") };
}

/** Reads one line into a record, whose quote may stay open. Null, or why it is not CSV. */
function readCells(text: string, line: number, record: Begun, delimiter: Delimiter): string | null {
  if (record.quoted !== null) record.quoted += "\n";
  for (let at = 0; ;) {
    if (record.quoted === null) {
      const start = behindBlanks(text, at);
      if (text[start] !== '"') {
        const next = text.indexOf(delimiter, at);
        const end = next === -1 ? text.length : next;
        const value = text.slice(start, beforeBlanks(text, start, end));
        if (value.includes('"')) {
          record.quoteLine = line;
          return `a value has a quote in the middle (${shortened(value)}); put the whole value in quotes and double each quote inside it`;
        }
        record.values.push(value);
        if (next === -1) return null;
        at = next + 1;
        continue;
      }
      record.quoted = "";
      record.quoteLine = line;
      at = start + 1;
    }
    const close = text.indexOf('"', at);
    if (close === -1) {
      record.quoted += text.slice(at);
      return null;
    }
    record.quoted += text.slice(at, close);
    if (text[close + 1] === '"') {
      record.quoted += '"';
      at = close + 2;
      continue;
    }
    const behind = behindBlanks(text, close + 1);
    if (behind < text.length && text[behind] !== delimiter) {
      return `the quote opened here is closed in the middle of a value on line ${line}; close it at the end of the value, and double each quote inside it`;
    }
    record.values.push(record.quoted);
    record.quoted = null;
    if (behind >= text.length) return null;
    at = behind + 1;
  }
}

function openQuote(where: string): string {
  return `the quote opened here is not closed ${where}; close it at the end of the value`;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const blanks = " \t\f";

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && blanks.includes(text.charAt(at))) at += 1;
  return at;
}

function beforeBlanks(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && blanks.includes(text.charAt(at - 1))) at -= 1;
  return at;
}
