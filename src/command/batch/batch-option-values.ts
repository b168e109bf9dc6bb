import { InvalidArgumentError } from "commander";
import { type Currency, parseCurrency } from "../../domain/currency.ts";
import { type Money, parseAmount } from "../../domain/money.ts";
import { didYouMean } from "../../domain/nearest.ts";
import { type Column, columns, parseColumn } from "../../domain/row-columns.ts";
import { parseCount } from "../../program/count.ts";

export function collectTotal(
  text: string,
  earlier: ReadonlyMap<Currency, Money> | undefined,
): ReadonlyMap<Currency, Money> {
  const [code, amount, ...rest] = text.split("=");
  const currency = parseCurrency(code);
  const money = currency && parseAmount(amount ?? "", currency);
  if (money === null || "reason" in money || rest.length > 0) {
    throw new InvalidArgumentError("Write it like USD=1234.50.");
  }
  if (earlier?.has(money.currency) === true) {
    throw new InvalidArgumentError(`${money.currency} is given twice.`);
  }
  return new Map([...(earlier ?? []), [money.currency, money]]);
}

export function collectMap(
  text: string,
  earlier: ReadonlyMap<Column, string> | undefined,
): ReadonlyMap<Column, string> {
  const [name = "", ...rest] = text.split("=");
  const column = parseColumn(name);
  const header = rest.join("=").trim();
  if (column === null) {
    throw new InvalidArgumentError(
      `"${name}" is no column; there are ${columns.join(", ")}.${didYouMean(name, columns)}`,
    );
  }
  if (header === "") throw new InvalidArgumentError('Write it like order="Order Number".');
  if (earlier?.has(column) === true) throw new InvalidArgumentError(`${column} is given twice.`);
  const other = [...(earlier ?? [])].find(([, each]) => each === header)?.[0];
  if (other !== undefined) {
    throw new InvalidArgumentError(`"${header}" cannot be both ${other} and ${column}.`);
  }
  return new Map([...(earlier ?? []), [column, header]]);
}

/** The first 12 characters tell files apart. */
export function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{12,64}$/i.test(text)) {
    throw new InvalidArgumentError("It is at least 12 hex characters, as the check shows it.");
  }
  return text.toLowerCase();
}

/** In the one spelling that each encoding has. */
export function parseEncoding(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError(
      "There is no such encoding. Use one such as windows-1252, windows-1250, utf-16le or shift_jis.",
    );
  }
}

export function parseWorkers(text: string): number {
  const count = parseCount(text);
  if (count > 64) throw new InvalidArgumentError("The maximum is 64.");
  return count;
}

export function parseRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 10_000))
    throw new InvalidArgumentError("Use a number above 0, at most 10000.");
  return rate;
}
