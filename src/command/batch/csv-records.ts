import { type Line, longestRow } from "./lines.ts";

/** What stands between the values of a CSV file. */
export type Delimiter = "," | ";" | "\t";

/** One record of a CSV file, or why it is none. */
export type CsvRecord = CsvPlace &
  ({ readonly values: readonly string[]; readonly written: readonly string[] } | CsvFault);

interface CsvPlace {
  /** On which it begins; of a fault, on which that begins. */
  readonly line: number;
  /** Its row when a spreadsheet shows the file: a value of several lines is one row there. */
  readonly row: number;
}

interface CsvFault {
  readonly cause: string;
}

export interface CsvStyle {
  readonly delimiter: Delimiter;
  /** Whether each record's values are wanted as they were written, quotes and all. */
  readonly keepsWritten: boolean;
  /** What ends lines, inside of values too. */
  readonly lineEnd: string;
}

/** A record of which not all was read. */
interface Begun {
  readonly line: number;
  readonly values: string[];
  /** The values as they were written; empty where nobody wants them. */
  readonly written: string[];
  /** What was written of the value whose quote is still open. */
  writtenQuoted: string;
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
  style: CsvStyle,
): AsyncGenerator<readonly CsvRecord[]> {
  let begun: Begun | null = null;
  let row = 0;
  for await (const page of pages) {
    const records: CsvRecord[] = [];
    for (const { line, text } of page) {
      if (begun === null) row += 1;
      if (begun === null && isBlank(text)) continue;
      begun ??= startRecord(line);
      begun.size += text.length;
      const cause = readCells(text, line, begun, style);
      if (cause !== null) {
        records.push({ line: begun.quoteLine, row, cause });
        begun = null;
      } else if (begun.quoted === null) {
        const { values, written } = begun;
        records.push({ line: begun.line, row, values, written });
        begun = null;
      } else if (begun.size > longestRow) {
        const cause = openQuote(`within ${longestRow} characters`);
        yield [...records, { line: begun.quoteLine, row, cause }];
        // Where rows begin again nobody can tell.
        return;
      }
    }
    yield records;
  }
  if (begun !== null)
    yield [{ line: begun.quoteLine, row, cause: openQuote("before the file ends") }];
}

function startRecord(line: number): Begun {
  return {
    line,
    values: [],
    written: [],
    writtenQuoted: "",
    quoted: null,
    quoteLine: line,
    size: 0,
  };
}

/** Most lines begin with what is no blank. */
function isBlank(text: string): boolean {
  return text.charCodeAt(0) <= 0x20 || text === "" ? text.trim() === "" : false;
}

/** Reads one line into a record, whose quote may stay open. Null, or why it is not CSV. */
function readCells(
  text: string,
  line: number,
  record: Begun,
  { delimiter, keepsWritten, lineEnd }: CsvStyle,
): string | null {
  const blanks = delimiter === "\t" ? " \f" : " \t\f";
  /** Where in this line the value begins that is being read. */
  let from = 0;
  const add = (value: string, end: number): void => {
    record.values.push(value);
    if (!keepsWritten) return;
    record.written.push(record.writtenQuoted + text.slice(from, end));
    record.writtenQuoted = "";
  };
  if (record.quoted !== null) record.quoted += "\n";
  for (let at = 0; ;) {
    if (record.quoted === null) {
      from = at;
      const start = behindBlanks(text, at, blanks);
      if (text[start] !== '"') {
        const next = text.indexOf(delimiter, at);
        const end = next === -1 ? text.length : next;
        const value = text.slice(start, beforeBlanks(text, start, end, blanks));
        if (value.includes('"') && !formulaText.test(value)) {
          record.quoteLine = line;
          return `a value has a quote in the middle (${shortened(value)}); put the whole value in quotes and double each quote inside it`;
        }
        add(value, end);
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
      if (keepsWritten) record.writtenQuoted += text.slice(from) + lineEnd;
      return null;
    }
    record.quoted += text.slice(at, close);
    if (text[close + 1] === '"') {
      record.quoted += '"';
      at = close + 2;
      continue;
    }
    const behind = behindBlanks(text, close + 1, blanks);
    if (behind < text.length && text[behind] !== delimiter) {
      return `the quote opened here is closed in the middle of a value on line ${line}; close it at the end of the value, and double each quote inside it`;
    }
    add(record.quoted, behind);
    record.quoted = null;
    if (behind >= text.length) return null;
    at = behind + 1;
  }
}

/** How a text is written that a spreadsheet must not take for a number: `="91000000"`. */
export const formulaText = /^="(?<text>[^"]*)"$/;

function openQuote(where: string): string {
  return `the quote opened here is not closed ${where}; close it at the end of the value`;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function behindBlanks(text: string, from: number, blanks: string): number {
  let at = from;
  while (at < text.length && blanks.includes(text.charAt(at))) at += 1;
  return at;
}

function beforeBlanks(text: string, from: number, to: number, blanks: string): number {
  let at = to;
  while (at > from && blanks.includes(text.charAt(at - 1))) at -= 1;
  return at;
}
