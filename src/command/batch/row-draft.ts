import type { BadText } from "../../domain/free-text.ts";
import { type Column, columns } from "../../domain/row-columns.ts";
import { badCharacter, exportAgain } from "./cell-text.ts";
import type { Fields } from "./row.ts";

/** A record of which a row is being made. Its mistakes are collected, and reading goes on. */
export interface Draft {
  readonly fields: Fields;
  /** @param column whose value is wrong, where it is one column's */
  readonly complain: (cause: string, column?: Column) => void;
}

/** Empty when there is no such value. */
export function need({ fields, complain }: Draft, column: Column): string {
  const value = fields[column];
  if (value === undefined) complain(`${column} is missing`, column);
  return value ?? "";
}

/** An order number or a line item id; null when it is none. */
export function needNumber<T extends string>(
  draft: Draft,
  column: Column,
  read: (text: string) => T | null,
): T | null {
  const text = need(draft, column);
  const number = read(text);
  if (text !== "" && number === null) {
    draft.complain(`${column} "${text}" must be digits only${digitsHint(text)}`, column);
  }
  return number;
}

/** A value that would be passed over in silence may be the one that was meant. */
export function forbid({ fields, complain }: Draft, kind: string, names: readonly Column[]): void {
  for (const name of names) {
    if (fields[name] !== undefined) complain(`a row of kind ${kind} takes no ${name}`, name);
  }
}

/** Null when it may be neither sent nor kept. */
export function checkedText<T extends string>(
  { complain }: Draft,
  name: Column,
  parsed: T | BadText,
): T | null {
  if (typeof parsed === "string") return parsed;
  const advice = parsed.misread ? `; ${exportAgain}` : "";
  complain(`the ${name} ${parsed.reason}${advice}`, name);
  return null;
}

/** The columns of free text have rules of their own (`checkedText`). */
const freeText: readonly Column[] = ["comment", "reason", "ticket"];

export function checkCharacters({ fields, complain }: Draft): void {
  for (const column of columns) {
    const complaint = freeText.includes(column) ? null : badCharacter(fields[column] ?? "");
    if (complaint !== null) complain(`${column} ${complaint}`, column);
  }
}

/** What a spreadsheet may have made of a long number. */
function digitsHint(text: string): string {
  if (/^[0-9]([.,][0-9]+)?e\+?[0-9]+$/i.test(text)) {
    return "; it looks shortened by a spreadsheet, which loses digits: format the column as text, put the number in again and export anew";
  }
  if (/^[0-9]+[.,]0+$/.test(text)) return "; format the column as a number without decimals";
  return text.startsWith("=") ? "; it is a formula: export the values" : "";
}
