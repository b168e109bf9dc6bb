import { type Currency, parseCurrency } from "../../domain/currency.ts";
import { absolute, type Money, moneyFromWire, sumMoney } from "../../domain/money.ts";
import type { RefundEntry, RefundsReading } from "../../domain/order.ts";
import { holdsRepeats } from "../../parse-json.ts";
import { isRecord } from "./envelope.ts";

/** Keys that may hold a refund's money. One entry must give exactly one amount. */
const amountKey = /amount|total|value|sum/i;
/** A refund that was cancelled or declined, in one plain word. */
const undoneStatus = /^(cancell?ed|declined)$/i;
/** A refund that did not happen, or was undone, must not count as one; which words say so is unknown. */
const doubtfulStatus =
  /cancel|reject|refus|declin|fail|den(y|ied)|void|error|revers|expir|abort|withdr|undo|not/i;

/**
 * Reads an order's `Refunds`, whose shape is unknown: nothing, a list, a map, or one refund. Whatever
 * does not give one plain amount for every entry is unreadable as a whole.
 * @see docs/evidence.md
 */
export function readRefunds(value: unknown, currency: Currency): RefundsReading {
  if (value === undefined || value === null || value === false || value === "") {
    return { tag: "none" };
  }
  const parts = partsOf(value, currency);
  if (parts.length === 0) return { tag: "none" };
  const found = parts.map((part) => readEntry(part, currency)).filter((entry) => entry !== null);
  if (found.length < parts.length) return { tag: "unreadable" };
  const undone = found.filter(({ isUndone }) => isUndone).map(({ entry }) => entry.amount);
  const entries = found.filter(({ isUndone }) => !isUndone).map(({ entry }) => entry);
  const total = sumMoney(
    entries.map(({ amount }) => amount),
    currency,
  );
  return undone.length === 0
    ? { tag: "readable", entries, total }
    : { tag: "partly-undone", entries, total, undone };
}

/** `Refunds` as the journal keeps it. If it contradicts itself, nothing of it can be kept as it is. */
export function rawRefunds(value: unknown): unknown {
  return holdsRepeats(value) ? "a key is given twice" : value;
}

/** One refund by itself has its money at the top; a map of refunds has it one level down. */
function partsOf(value: unknown, currency: Currency): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isRecord(value)) return [value];
  return amountOf(value, currency) === null ? Object.values(value) : [value];
}

interface FoundEntry {
  readonly entry: RefundEntry;
  /** It says that it was cancelled or declined. */
  readonly isUndone: boolean;
}

function readEntry(entry: unknown, currency: Currency): FoundEntry | null {
  if (!isRecord(entry) || holdsRepeats(entry)) return null;
  const amount = amountOf(entry, currency);
  if (amount === null || amount.minor === 0n) return null;
  let isUndone = false;
  for (const [key, value] of Object.entries(entry)) {
    if (/currency/i.test(key) && value !== null && parseCurrency(value) !== currency) return null;
    if (/status|state/i.test(key) && typeof value === "string") {
      if (undoneStatus.test(value.trim())) isUndone = true;
      else if (doubtfulStatus.test(value)) return null;
    }
  }
  return { entry: { amount: absolute(amount), lines: linesOf(entry) }, isUndone };
}

/** Several keys may give the same amount; there is no choosing between two different amounts. */
function amountOf(entry: Record<string, unknown>, currency: Currency): Money | null {
  const amounts = Object.entries(entry)
    .filter(([key]) => amountKey.test(key))
    .filter(([, value]) => typeof value === "number" || typeof value === "string")
    .map(([, value]) => moneyFromWire(value, currency));
  const [first] = amounts;
  const alike = amounts.every((amount) => amount !== null && amount.minor === first?.minor);
  return first !== undefined && alike ? first : null;
}

/** Every LineItemReference anywhere below the entry, once; null when it names none. */
function linesOf(entry: Record<string, unknown>): readonly string[] | null {
  const found = new Set<string>();
  JSON.stringify(entry, (key, value: unknown) => {
    if (/^LineItemReference$/i.test(key) && typeof value === "string") found.add(value);
    return value;
  });
  return found.size === 0 ? null : [...found];
}
