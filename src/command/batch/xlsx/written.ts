import type { DecimalSign } from "../../../domain/row-columns.ts";
import type { Delimiter } from "../csv-records.ts";
import { quoted } from "../../csv-cell.ts";
import { plainNumber } from "./cell-value.ts";
import type { NumberFormat } from "./formats.ts";
import type { Cell, SheetRow } from "./sheet.ts";

/** How a workbook's cells are written into CSV. */
export interface CellWriting {
  readonly columns: number;
  readonly formats: readonly NumberFormat[];
  readonly decimal: DecimalSign;
  readonly delimiter: Delimiter;
  readonly from1904: boolean;
}

/** The cells of a row as CSV has them, for the columns of the header. */
export function writtenCells({ cells }: SheetRow, writing: CellWriting): readonly string[] {
  const written = Array.from({ length: writing.columns }, () => "");
  for (const cell of cells) {
    if (cell.column < writing.columns)
      written[cell.column] = quoted(textOf(cell, writing), writing.delimiter);
  }
  return written;
}

function textOf({ content }: Cell, { formats, decimal, from1904 }: CellWriting): string {
  switch (content.tag) {
    case "text":
    case "error":
      return content.text;
    case "boolean":
    case "date":
      return content.text;
    case "uncalculated":
      return "";
    case "number": {
      const number = Number(content.text);
      if (formats[content.style] === "date") return dayText(number, from1904);
      return (plainNumber(number) ?? content.text).replace(".", decimal);
    }
  }
}

/** Days are counted so that the first of March 1900 is day 61, or from the first of January 1904. */
function dayText(days: number, from1904: boolean): string {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const time = start + Math.round(days * 86_400) * 1000;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  const text = date.toISOString().replace("T", " ").slice(0, 19);
  return text.endsWith(" 00:00:00") ? text.slice(0, 10) : text;
}
