import type { Column } from "../../domain/row-columns.ts";
import { UsageError } from "../../failure.ts";
import { type CsvRecord, type Delimiter, formulaText, readCsvRecords } from "./csv-records.ts";
import { type AmountStyle, plainAmounts } from "./decimal-sign.ts";
import { type HeaderCell, looksLikeHeader, readHeader } from "./header.ts";
import type { Line } from "./lines.ts";
import { misreadRecord } from "./misread.ts";
import type { Reading, ReadingNotes } from "./reading.ts";
import type { InputRecord } from "./input-record.ts";
import type { Fields } from "./row.ts";

/** What is known of a CSV file before its header is read. */
export interface CsvInput {
  /** Its first line that is not blank. */
  readonly first: string;
  readonly pages: AsyncIterable<readonly Line[]>;
  readonly lineEnd: string;
  readonly keepsWritten: boolean;
}

/** So many rows below a title are looked through for the header. */
const farthestHeader = 20;

/**
 * Reads CSV whose first line names the columns, in any order; commas, semicolons or tabs separate, and a line
 * `sep=;` before the header says which.
 * @throws UsageError when the header is not one
 */
export async function* readCsv(
  { first, pages, lineEnd, keepsWritten }: CsvInput,
  { naming, decimal }: Reading,
  notes: ReadingNotes,
): AsyncGenerator<readonly InputRecord[]> {
  const stated = statedDelimiter(first);
  const delimiter = stated ?? delimiterOf(first);
  const style = { delimiter, keepsWritten, lineEnd };
  const skipped = stated === null ? 0 : 1;
  const { start, pages: records } = await startOf(readCsvRecords(pages, style), skipped);
  const header = findHeader(start, (names) => readHeader(names, naming));
  if (header === null) return;
  notes.shape({
    format: "csv",
    delimiter,
    header: header.written,
    decimal: decimal ?? ".",
  });
  const reading: RecordReading = {
    names: header.cells,
    delimiter,
    amounts: { decimal, commaSeparated: delimiter === "," },
    // A spreadsheet does not show the line that says what separates.
    hiddenRows: skipped,
  };
  yield readPage(start.slice(1), reading);
  for await (const page of records) yield readPage(page, reading);
}

function readPage(records: readonly CsvRecord[], reading: RecordReading): readonly InputRecord[] {
  const read: InputRecord[] = [];
  for (const record of records) {
    const each = readRecord(record, reading);
    if (each !== null) read.push(each);
  }
  return read;
}

interface RecordReading {
  readonly names: readonly HeaderCell[];
  readonly delimiter: Delimiter;
  readonly amounts: AmountStyle;
  /** Rows of the file that no spreadsheet shows, before all others. */
  readonly hiddenRows: number;
}

/** Null for an empty row. */
function readRecord(
  record: CsvRecord,
  { names, delimiter, amounts, hiddenRows }: RecordReading,
): InputRecord | null {
  const { line } = record;
  const place = { line, row: record.row - hiddenRows, sheet: null };
  if ("cause" in record) return { place, cause: record.cause };
  const { values, written } = record;
  if (values.every((value) => value === "")) return null;
  const misread = misreadRecord(line, values, { names, delimiter });
  if (misread !== null) return { place: { ...place, line: misread.line }, cause: misread.cause };
  if (values.length !== names.length) {
    return { place, cause: `it has ${values.length} values for ${names.length} columns` };
  }
  const nameless = values.findIndex((value, index) => names[index] === "nameless" && value !== "");
  if (nameless !== -1) {
    const value = values[nameless] ?? "";
    return { place, cause: `"${value}" is in column ${nameless + 1}, which has no name` };
  }
  const fields = fieldsOf(names, values);
  const plain = plainAmounts(fields, amounts);
  return "cause" in plain
    ? { place, cause: plain.cause, fields }
    : { place, fields: plain.fields, written };
}

/** The records among which the header must be, empty ones left out, and pages of those behind them. */
async function startOf(pages: AsyncGenerator<readonly CsvRecord[]>, skipped: number) {
  let start: readonly CsvRecord[] = [];
  while (start.length <= farthestHeader + skipped) {
    // Not for…of: that would end the pages.
    const next = await pages.next();
    if (next.done === true) break;
    // Empty rows come by the million where a spreadsheet was formatted to its end.
    start = [...start, ...next.value.filter(isFilled)];
  }
  return { start: start.slice(skipped), pages };
}

interface FoundHeader {
  readonly cells: readonly HeaderCell[];
  readonly written: readonly string[];
}

/** The first of the rows that are not empty; null when there is none. What looks like a title is named so. */
function findHeader(
  records: readonly CsvRecord[],
  read: (names: readonly string[]) => readonly HeaderCell[],
): FoundHeader | null {
  const [first, ...below] = records;
  if (first === undefined) return null;
  if ("cause" in first) throw new UsageError(`The header cannot be read: ${first.cause}.`);
  try {
    return { cells: read(first.values), written: first.written };
  } catch (error) {
    if (!(error instanceof UsageError) || looksLikeHeader(first.values)) throw error;
    const header = below
      .slice(0, farthestHeader)
      .find((record) => "values" in record && looksLikeHeader(record.values));
    throw header === undefined ? error : notTheHeader(first, header);
  }
}

function isFilled(record: CsvRecord): boolean {
  return "cause" in record || record.values.some((value) => value !== "");
}

function notTheHeader(first: CsvRecord, header: CsvRecord): UsageError {
  return new UsageError(
    `Line ${first.line} does not name the columns; line ${header.line} looks like the header. Take out the lines above it. Nothing was sent.`,
  );
}

/** What Excel's first line `sep=;` says. @throws UsageError when that is nothing that separates here */
function statedDelimiter(first: string): Delimiter | null {
  const stated = /^"?sep=(?<sign>.?)"?$/i.exec(first)?.groups?.sign;
  if (stated === undefined) return null;
  if (stated === "," || stated === ";" || stated === "\t") return stated;
  // Blanks at the end of the line were cut off, and a tab with them.
  if (stated === "") return "\t";
  throw new UsageError(
    `The first line says that "${stated}" separates the columns; only commas, semicolons and tabs do. Nothing was sent.`,
  );
}

/** What stands in quotes separates nothing. `items` uses semicolons too, so only the header can tell. */
function delimiterOf(header: string): Delimiter {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const count = (sign: Delimiter) => bare.split(sign).length;
  if (count("\t") > Math.max(count(","), count(";"))) return "\t";
  return count(";") > count(",") ? ";" : ",";
}

function fieldsOf(names: readonly HeaderCell[], values: readonly string[]): Fields {
  const fields: Partial<Record<Column, string>> = {};
  names.forEach((name, index) => {
    if (name === "ignored" || name === "nameless") return;
    const value = values[index] ?? "";
    const text = value.startsWith('="') ? (formulaText.exec(value)?.groups?.text ?? value) : value;
    if (text !== "") fields[name] = text;
  });
  return fields;
}
