import { InvalidArgumentError } from "commander";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { type Money, parseAmount } from "../domain/money.ts";
import { type Column, columns, parseColumn } from "../domain/row-columns.ts";
import { type ItemWish, parseItemWish } from "../domain/wish.ts";
import { didYouMean } from "../domain/nearest.ts";
import { parseDate } from "./date.ts";
import { type NamedTime, parseNamedTime } from "./day.ts";

export function collect(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), text];
}

export function collectItem(
  text: string,
  earlier: readonly ItemWish[] | undefined,
): readonly ItemWish[] {
  const item = parseItemWish(text);
  if (item === null)
    throw new InvalidArgumentError("Write it like PRO-1Y, PRO-1Y:1 or PRO-1Y:1:9.90.");
  return [...(earlier ?? []), item];
}

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

export function parseTime(text: string): number {
  const time = parseDate(text);
  if (time === null) {
    throw new InvalidArgumentError("There is no such day or time. Write it like 2026-11-21.");
  }
  return time;
}

export function parseDay(text: string): NamedTime {
  const time = parseNamedTime(text);
  if (time === null) {
    throw new InvalidArgumentError(
      "There is no such day or time. Write it like 2026-11-21, yesterday, monday or 7d.",
    );
  }
  return time;
}

export function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("Use a number above 0.");
  return Number(text);
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

export function parseWait(text: string): number {
  const seconds = Number(text);
  if (!/^[0-9]+$/.test(text) || seconds < 1 || seconds > 86_400) {
    throw new InvalidArgumentError("It is a number of seconds from 1 to 86400.");
  }
  return seconds;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("Use a port number from 0 to 65535.");
  }
  return port;
}
