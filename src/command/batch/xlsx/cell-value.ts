import type { Column } from "../../../domain/row-columns.ts";
import { type AmountStyle, plainValue } from "../decimal-sign.ts";
import type { NumberFormat } from "./formats.ts";
import type { Cell } from "./sheet.ts";

/** How the cells of a workbook are to be taken. */
export interface CellRules {
  readonly formats: readonly NumberFormat[];
  readonly formulaValues: boolean;
  readonly amounts: AmountStyle;
}

/** In these a formula's last value decides about money, and nobody may have looked at it since. */
const guarded: ReadonlySet<Column> = new Set(["order", "lineitem", "amount", "currency", "items"]);

/** What a cell says in its column, or why it cannot be taken, in words that fit behind the cell's name. */
export function cellText(
  { content, isFormula }: Cell,
  column: Column,
  { formats, formulaValues, amounts }: CellRules,
): { readonly text: string } | { readonly cause: string } {
  if (isFormula && guarded.has(column) && !formulaValues) {
    return {
      cause: `${column} is a formula; put its value there, or add --formula-values to take the value that was saved`,
    };
  }
  switch (content.tag) {
    case "text": {
      const read = plainValue(column, content.text.trim(), amounts);
      return "cause" in read ? { cause: `${column} ${read.cause}` } : read;
    }
    case "boolean":
      return { cause: `${column} is TRUE or FALSE` };
    case "uncalculated":
      return {
        cause: `${column} is a formula that was never calculated; open the file in a spreadsheet and save it`,
      };
    case "date":
      return { cause: `${column} is a date; write it as text` };
    case "error":
      return { cause: `${column} holds ${content.text}` };
    case "number":
      return numberText(content.text, column, formats[content.style] ?? "plain");
  }
}

/** Not all that JavaScript takes for a number: `0x10` is none. */
const decimalNumber = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;

/** These are names written in digits, so they are never rounded. */
const named: ReadonlySet<Column> = new Set(["order", "lineitem"]);

function numberText(text: string, column: Column, format: NumberFormat) {
  if (format === "date") return { cause: `${column} is a date; write it as text` };
  if (format === "percent") return { cause: `${column} is a percentage; write it as text` };
  const number = decimalNumber.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) return { cause: `${column} holds no number` };
  if (named.has(column) && !Number.isInteger(number)) {
    return { cause: `${column} is a number with decimals (${text})` };
  }
  const plain = plainNumber(number);
  if (plain === null) {
    return {
      cause: `${column} is a number of more than 15 digits, of which a spreadsheet loses the last; write it as text`,
    };
  }
  return { text: plain };
}

/** As a spreadsheet shows it: with 15 digits that count. Null where it has more before its point. */
export function plainNumber(number: number): string | null {
  return Math.abs(number) >= 1e15 ? null : `${Number(number.toPrecision(15))}`;
}
