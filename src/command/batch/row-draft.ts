import { type BadText } from "../../domain/free-text.ts";
import { badCharacter } from "./cell-text.ts";
import { type Column, columns, type Fields } from "./row.ts";

/** A record of which a row is being made. What is wrong with it is told to it, and reading goes on. */
export interface Draft {
  readonly fields: Fields;
  readonly complain: (cause: string) => void;
}

/** Empty when there is no such value. */
export function need({ fields, complain }: Draft, column: Column): string {
  const value = fields[column];
  if (value === undefined) complain(`${column} is missing`);
  return value ?? "";
}

/** An order number or a line item id. */
export function needDigits(draft: Draft, column: Column): string {
  const text = need(draft, column);
  if (text !== "" && !/^[0-9]{1,20}$/.test(text))
    draft.complain(`${column} "${text}" is not digits`);
  return text;
}

/** A value that would be passed over in silence may be the one that was meant. */
export function forbid({ fields, complain }: Draft, kind: string, names: readonly Column[]): void {
  for (const name of names) {
    if (fields[name] !== undefined) complain(`${name} does not go with kind ${kind}`);
  }
}

/** Null when it may be neither sent nor kept. */
export function checkedText<T extends string>(
  { complain }: Draft,
  name: string,
  parsed: T | BadText,
): T | null {
  if (typeof parsed === "string") return parsed;
  complain(`the ${name} ${parsed.reason}`);
  return null;
}

/** Line breaks and tabs stand in a comment alone. */
export function checkCharacters({ fields, complain }: Draft): void {
  for (const column of columns) {
    const complaint = badCharacter(fields[column] ?? "", { breaks: column === "comment" });
    if (complaint !== null) complain(`${column} ${complaint}`);
  }
}
