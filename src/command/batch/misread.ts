import { currencyDigits, parseCurrency } from "../../domain/currency.ts";
import { parseItemWish } from "../../domain/wish.ts";
import type { Delimiter } from "./csv-records.ts";
import type { HeaderCell } from "./header.ts";
import { kinds } from "./row.ts";

/** A CSV file's columns, in its own order. */
export interface Header {
  readonly names: readonly HeaderCell[];
  readonly delimiter: Delimiter;
}

/** Why a record may say something else than its author meant, and on which line; null when nothing hints at it. */
export interface Misread {
  readonly line: number;
  readonly cause: string;
}

export function misreadRecord(
  line: number,
  values: readonly string[],
  header: Header,
): Misread | null {
  return (
    swallowedRow(line, values, header) ??
    splitAmount(line, values, header) ??
    splitItems(line, values, header)
  );
}

/** A quote that was closed too late: a line inside of it has a kind where the column of kinds is. */
function swallowedRow(
  line: number,
  values: readonly string[],
  { names, delimiter }: Header,
): Misread | null {
  const place = names.indexOf("kind");
  if (place === -1) return null;
  let quoteLine = line;
  for (const [column, value] of values.entries()) {
    if (!value.includes("\n")) continue;
    const lines = value.split("\n");
    for (const [index, inner] of lines.entries()) {
      // The first of them begins in the middle of a line of the file.
      const cell = inner.split(delimiter)[index === 0 ? place - column : place];
      const word = cell?.trim().toLowerCase();
      if (kinds.some((kind) => kind === word)) {
        return {
          line: quoteLine,
          cause: `the quote opened here contains what looks like another row, on line ${quoteLine + index}; close the quote at the end of its value`,
        };
      }
    }
    quoteLine += lines.length - 1;
  }
  return null;
}

/**
 * An amount with a decimal or thousands comma that nobody put in quotes: its rest stands in the next column.
 * Only commas do that.
 */
function splitAmount(
  line: number,
  values: readonly string[],
  { names, delimiter }: Header,
): Misread | null {
  if (delimiter !== ",") return null;
  const currency = parseCurrency(values[names.indexOf("currency")]);
  const digits = currency === null ? 2 : currencyDigits(currency);
  for (const name of ["amount", "items"] as const) {
    const column = names.indexOf(name);
    const amount = amountIn(name, values[column] ?? "");
    const rest = values[column + 1] ?? "";
    if (column === -1 || !/^[0-9]+$/.test(amount)) continue;
    const behind =
      /^(?<figures>[0-9.,]+)(?:\s*[A-Za-z]{3})?$/.exec(rest)?.groups?.["figures"] ?? "";
    if ((digits > 0 && isDigits(behind, digits)) || /^[0-9]{3}([.,][0-9]+)?$/.test(behind)) {
      const meant = amount + ".".padEnd(digits === 0 ? 0 : digits + 1, "0");
      return {
        line,
        cause: `${name} ${amount} with ${rest} in the next column looks like one amount split by a comma; write amounts like 10.00, with a dot for decimals and no other separator; if ${amount} is the whole amount, write ${meant}`,
      };
    }
  }
  return null;
}

/** Several items without quotes around them, so that the separator of columns put the second one into the next column. */
function splitItems(
  line: number,
  values: readonly string[],
  { names, delimiter }: Header,
): Misread | null {
  const column = names.indexOf("items");
  if (column === -1) return null;
  const [items = "", next = ""] = values.slice(column);
  if (items === "" || timeOfDay.test(next)) return null;
  if (!/^\S+:[0-9]+(:[0-9.,]+)?$/.test(next)) return null;
  return {
    line,
    cause: `items "${items}" with "${next}" in the next column looks like items split by a ${signNames[delimiter]}; put all items of a row in quotes, with semicolons between them: "${items};${next}"`,
  };
}

const timeOfDay = /^([0-9-]+T)?[0-9]{1,2}:[0-9]{2}/;

const signNames: Readonly<Record<Delimiter, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
};

function amountIn(name: "amount" | "items", value: string): string {
  if (name === "amount") return value;
  return parseItemWish(value.split(";").at(-1)?.trim() ?? "")?.amount ?? "";
}

function isDigits(text: string, count: number): boolean {
  return text.length === count && /^[0-9]+$/.test(text);
}
