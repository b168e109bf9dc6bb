/** Where in its file a row stands, as its author finds it again. */
export interface Place {
  /** The line on which it begins, counted from 1; in a workbook, the row. */
  readonly line: number;
  /** The row that a spreadsheet shows it in; null where no spreadsheet shows the file. */
  readonly row: number | null;
  /** The sheet of a workbook. */
  readonly sheet: string | null;
}

/** `Line 4`, `Line 7 (row 5)`, `Sheet1 row 4`. */
export function placeText({ line, row, sheet }: Place): string {
  if (sheet !== null) return `${sheet} row ${line}`;
  return row === null || row === line ? `Line ${line}` : `Line ${line} (row ${row})`;
}
