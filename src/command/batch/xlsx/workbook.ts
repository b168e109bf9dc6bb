import type { Column } from "../../../domain/row-columns.ts";
import { UsageError } from "../../../failure.ts";
import { didYouMean } from "../../../domain/nearest.ts";
import { shellWord } from "../../../render/shell-word.ts";
import { type HeaderCell, looksLikeHeader, readHeader } from "../header.ts";
import type { InputRecord, RecordsWanted } from "../input-record.ts";
import type { Fields } from "../row.ts";
import { type Archive, openArchive } from "./archive.ts";
import { type CellRules, cellText } from "./cell-value.ts";
import { readFormats } from "./formats.ts";
import { type Parts, readParts } from "./parts.ts";
import { type Cell, cellName, readSheet, type SheetRow } from "./sheet.ts";
import { type SheetHeader, trackHidden } from "./hidden.ts";
import { readStrings } from "./strings.ts";
import { type CellWriting, writtenCells } from "./written.ts";

/** No sheet of refunds comes near this. */
const maxBytes = 1024 * 1024 * 1024;

/**
 * The rows of a workbook's first sheet, or of the one that was named, by rules that leave nothing to how a
 * spreadsheet shows it. @throws UsageError
 */
export async function* readWorkbook(
  bytes: AsyncIterable<Uint8Array>,
  { reading, notes, keepsWritten }: RecordsWanted,
): AsyncGenerator<readonly InputRecord[]> {
  const archive = await openArchive(bytes);
  const parts = await readParts(archive);
  const sheet = await chosenSheet(archive, parts, reading.sheet.name);
  const formats = await readFormats(archive, parts.styles);
  const strings = await readStrings(archive, parts.strings);
  const facts = { hiddenColumns: [], merged: [] };
  const rows = readSheet(archive.read(sheet.part, maxBytes), strings, facts);
  const header = await headerRow(rows, (names) => readHeader(names, reading.naming));
  if (header === null) return;
  const decimal = reading.decimal ?? ".";
  // Where a comma is the decimal sign, spreadsheets take semicolons between columns.
  const delimiter = decimal === "," ? ";" : ",";
  const writing: CellWriting = {
    columns: header.cells.length,
    formats,
    decimal,
    delimiter,
    from1904: parts.from1904,
  };
  notes.shape({
    format: "xlsx",
    encoding: "utf-8",
    mark: true,
    delimiter,
    lineEnd: "\r\n",
    decimal,
    header: writtenCells(header.row, writing),
  });
  const hidden = trackHidden(header, reading.sheet.includeHidden);
  const rules: CellRules = {
    formats,
    formulaValues: reading.sheet.formulaValues,
    amounts: { decimal: reading.decimal, commaSeparated: false },
  };
  for await (const row of rows) {
    hidden.see(row);
    const place = { line: row.number, row: row.number, sheet: sheet.name };
    const nameOf = (column: number) => `${sheet.name}!${cellName(column, row.number)}`;
    const read = readCells(row, header, rules, nameOf);
    if ("cause" in read) yield [{ place, ...read }];
    else if (Object.keys(read.fields).length > 0) {
      const cellOf = (column: Column) => {
        const index = header.cells.indexOf(column);
        return index === -1 ? null : nameOf(index);
      };
      const written = keepsWritten ? writtenCells(row, writing) : [];
      yield [{ place, fields: read.fields, written, cellOf }];
    }
  }
  hidden.refuse(sheet.name, facts);
}

/** @throws UsageError where the file has more than one that holds something and nobody said which */
async function chosenSheet(archive: Archive, { sheets }: Parts, named: string | null) {
  const names = sheets.map(({ name }) => name);
  const quoted = names.map((name) => `"${name}"`).join(", ");
  if (named !== null) {
    const found = sheets.find(({ name }) => name === named);
    if (found !== undefined) return found;
    throw new UsageError(
      `The workbook has no sheet "${named}"; it has ${quoted}.${didYouMean(named, names)}`,
    );
  }
  const [first, ...others] = sheets;
  if (first === undefined) throw new UsageError("The workbook has no sheet.");
  for (const other of others) {
    if (!(await holdsSomething(archive, other.part))) continue;
    throw new UsageError(
      `The workbook has more than one sheet that holds something: ${quoted}. Say which one has the refunds, for example: --sheet ${shellWord(first.name)}. Nothing was sent.`,
    );
  }
  return first;
}

async function holdsSomething(archive: Archive, part: string): Promise<boolean> {
  const facts = { hiddenColumns: [], merged: [] };
  // What a text says does not matter here.
  const anyText = new Proxy<readonly string[]>([], { get: () => "something" });
  for await (const row of readSheet(archive.read(part, maxBytes), anyText, facts)) {
    if (row.cells.length > 0) return true;
  }
  return false;
}

/** So many rows below a title are looked through for the header. */
const farthestHeader = 20;

/** The first row that is not empty. What looks like a title is named so. @throws UsageError */
async function headerRow(
  rows: AsyncGenerator<SheetRow>,
  read: (names: readonly string[]) => readonly HeaderCell[],
): Promise<SheetHeader | null> {
  const first = await nextRow(rows);
  if (first === null) return null;
  const names = namesIn(first);
  try {
    return { row: first, cells: read(names) };
  } catch (error) {
    if (!(error instanceof UsageError) || looksLikeHeader(names)) throw error;
    for (let looked = 0; looked < farthestHeader; looked++) {
      const next = await nextRow(rows);
      if (next === null) break;
      if (!looksLikeHeader(namesIn(next))) continue;
      throw new UsageError(
        `Row ${first.number} does not name the columns; row ${next.number} looks like the header. Take out the rows above it. Nothing was sent.`,
      );
    }
    throw error;
  }
}

async function nextRow(rows: AsyncGenerator<SheetRow>): Promise<SheetRow | null> {
  // Not for…of: that would end the rows.
  const next = await rows.next();
  return next.done === true ? null : next.value;
}

function namesIn({ cells }: SheetRow): readonly string[] {
  const last = cells.at(-1)?.column ?? -1;
  return Array.from({ length: last + 1 }, (_none, column) => {
    const content = cells.find((cell) => cell.column === column)?.content;
    return content?.tag === "text" || content?.tag === "number" ? content.text.trim() : "";
  });
}

function readCells(
  { cells }: SheetRow,
  header: SheetHeader,
  rules: CellRules,
  nameOf: (column: number) => string,
): { readonly fields: Fields } | { readonly cause: string; readonly fields: Fields } {
  const fields: Partial<Record<Column, string>> = {};
  const causes: string[] = [];
  for (const cell of cells) {
    const column = header.cells[cell.column] ?? "nameless";
    if (column === "ignored") continue;
    if (column === "nameless") {
      if (!isBlank(cell)) causes.push(`${nameOf(cell.column)} is in a column that has no name`);
      continue;
    }
    const read = cellText(cell, column, rules);
    if ("cause" in read) causes.push(`${nameOf(cell.column)}: ${read.cause}`);
    else if (read.text !== "") fields[column] = read.text;
  }
  return causes.length === 0 ? { fields } : { fields, cause: causes.join("; ") };
}

function isBlank({ content }: Cell): boolean {
  return content.tag === "text" && content.text.trim() === "";
}
