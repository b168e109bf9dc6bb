import type { Balance, LineBalance } from "./balance.ts";
import {
  absolute,
  compareMoney,
  type Money,
  moneyText,
  parseAmount,
  subtractMoney,
  sumMoney,
  zero,
} from "./money.ts";
import { nearest } from "./nearest.ts";
import type { Order, OrderLine } from "./order.ts";
import { type Problem, problem } from "./problem.ts";
import type { RefundItem } from "./refund-item.ts";
import type { RefundKind } from "./refund-kind.ts";

/** What the user asked for, before the order was read. Amounts are text until the currency is known. */
export type Wish =
  | { readonly kind: "total" }
  | {
      readonly kind: "partial";
      readonly items: readonly ItemWish[];
      readonly amount: string | null;
    }
  | { readonly kind: "lineitem"; readonly line: string };

/** A line by reference or product code; without a quantity the whole line. */
export interface ItemWish {
  readonly line: string;
  readonly quantity: number | null;
  readonly amount: string | null;
}

/** A wish with its lines found and its amounts computed; not yet checked against the order's state. */
export interface ResolvedWish {
  readonly kind: RefundKind;
  /** Null only for a `total` whose remainder cannot be known. */
  readonly amount: Money | null;
  readonly items: readonly RefundItem[];
}

export type Resolution =
  | { readonly tag: "resolved"; readonly wish: ResolvedWish }
  | { readonly tag: "usage"; readonly problem: Problem };

/**
 * `line[:quantity[:amount]]`. Numeric fields are split off from the right, so a product code may hold
 * colons. Null when there is no line left.
 */
export function parseItemWish(text: string): ItemWish | null {
  const match =
    /^(?<line>.+):(?<quantity>[0-9]+):(?<amount>[0-9]+(?:\.[0-9]+)?)$/.exec(text) ??
    /^(?<line>.+):(?<quantity>[0-9]+)$/.exec(text) ??
    /^(?<line>.*[^:])$/.exec(text);
  const { line, quantity, amount } = match?.groups ?? {};
  if (line === undefined || line.trim() === "") return null;
  return {
    line: line.trim(),
    quantity: quantity === undefined ? null : Number(quantity),
    amount: amount ?? null,
  };
}

/** Finds the lines and computes the amounts. Anything that fails here is wrong whatever the order's state. */
export function resolveWish(order: Order, balance: Balance, wish: Wish): Resolution {
  switch (wish.kind) {
    case "total":
      return resolved({ kind: "total", amount: balance.left, items: [] });
    case "lineitem":
      return resolveItems(order, balance, "lineitem", [wholeLine(wish.line)], null);
    case "partial":
      return wish.items.length > 0
        ? resolveItems(order, balance, "partial", wish.items, wish.amount)
        : resolveAmount(order, wish.amount);
  }
}

/** The lines as a message lists them, so that the user can name one. */
export function lineList(order: Order): string {
  return (order.lines ?? [])
    .map((line) => {
      const amount = line.amount && moneyText(line.amount);
      // What people type most comes first, and what is too long for a terminal comes last.
      const parts = [line.productCode, line.name, amount, line.reference];
      const known = parts.filter((part) => part !== null);
      // One line each, whatever is in a name.
      return `  ${known.join("  ").replaceAll(/\s/g, " ")}`;
    })
    .join("\n");
}

function resolved(wish: ResolvedWish): Resolution {
  return { tag: "resolved", wish };
}

function usage(message: string): Resolution {
  return { tag: "usage", problem: problem("usage", message) };
}

function wholeLine(line: string): ItemWish {
  return { line, quantity: null, amount: null };
}

function resolveAmount(order: Order, text: string | null): Resolution {
  if (text === null) return usage("A partial refund needs lines or an amount.");
  const amount = positiveAmount(text, order);
  return "reason" in amount
    ? usage(`The amount ${amount.reason}.`)
    : resolved({ kind: "partial", amount, items: [] });
}

function resolveItems(
  order: Order,
  balance: Balance,
  kind: RefundKind,
  wishes: readonly ItemWish[],
  stated: string | null,
): Resolution {
  if (order.lines === null) return usage(`${unknownLines(order)} Refund an amount or the total.`);
  const items: RefundItem[] = [];
  for (const wish of wishes) {
    const found = findLine(order, balance, wish.line);
    if ("reason" in found) return usage(`${found.reason} The order's lines:\n${lineList(order)}`);
    if (items.some((item) => item.line === found.line)) {
      return usage(`Line ${wish.line} is given twice; give it once, with the whole quantity.`);
    }
    const item = resolveItem(order, found, wish);
    if ("reason" in item) return usage(`Line ${wish.line}: ${item.reason}`);
    items.push(item);
  }
  const amount = sumMoney(
    items.map((item) => item.amount),
    order.currency,
  );
  if (stated === null) return resolved({ kind, amount, items });
  const statedAmount = positiveAmount(stated, order);
  if ("reason" in statedAmount) return usage(`The amount ${statedAmount.reason}.`);
  if (compareMoney(statedAmount, amount) !== 0) {
    return usage(
      `The amount, ${moneyText(statedAmount)}, is not what the lines come to, ${moneyText(amount)}.`,
    );
  }
  return resolved({ kind, amount, items });
}

/** The message wherever lines are needed. */
export function unknownLines({ number }: Order): string {
  return `The lines of order ${number} cannot be read in 2Checkout's answer.`;
}

type Unresolved = { readonly reason: string };

function findLine(order: Order, balance: Balance, name: string): LineBalance | Unresolved {
  const byReference = balance.lines.filter(({ line }) => line.reference === name);
  const found =
    byReference.length > 0
      ? byReference
      : balance.lines.filter(({ line }) => line.productCode === name);
  const [first, second] = found;
  if (first === undefined) {
    const meant = nearestLine(order, name);
    return {
      reason: `Order ${order.number} has no line "${name}".${meant === null ? "" : ` Did you mean ${meant}?`}`,
    };
  }
  if (second !== undefined) {
    return {
      reason: `${found.length} lines of order ${order.number} have the code "${name}"; give the reference of the one you mean.`,
    };
  }
  return first;
}

/** What to write for the line that a mistyped product code, or a product's name, probably means. */
function nearestLine({ lines }: Order, name: string): string | null {
  const known = (lines ?? []).flatMap((line) => {
    const written = line.productCode ?? line.reference;
    return written === null ? [] : [{ written, called: line.name ?? written }];
  });
  const code = nearest(
    name,
    known.map(({ written }) => written),
  );
  if (code !== null) return code;
  const called = nearest(
    name,
    known.map((line) => line.called),
  );
  return known.find((line) => line.called === called)?.written ?? null;
}

function resolveItem(order: Order, found: LineBalance, wish: ItemWish): RefundItem | Unresolved {
  const { line } = found;
  const quantity = wish.quantity ?? line.quantity;
  if (quantity === null) {
    return { reason: "its quantity is unknown; write <line>:<quantity>:<amount>." };
  }
  if (quantity === 0) return { reason: "the quantity must be at least 1." };
  const amount =
    wish.amount === null ? priceOf(found, quantity) : positiveAmount(wish.amount, order);
  if ("reason" in amount) return { reason: `the amount ${amount.reason}.` };
  if (amount.minor <= 0n) return { reason: `nothing was paid for it (${moneyText(amount)}).` };
  return { line, reference: line.reference, productCode: line.productCode, quantity, amount };
}

/**
 * The price of `quantity` pieces. The remainder of an uneven division goes to the last piece only where
 * journal and order agree on the earlier ones, and only if it is no more than a remainder.
 */
function priceOf(found: LineBalance, quantity: number): Money | Unresolved {
  const { line, journalled, agreed } = found;
  if (line.amount === null || line.quantity === null) {
    return { reason: "is not known here; write <line>:<quantity>:<amount>" };
  }
  if (quantity >= line.quantity) return line.amount;
  const unit = pieceOf(line, line.amount, line.quantity);
  if (unit === null) {
    return {
      reason: `of one piece does not fit the line's ${moneyText(line.amount)}; write <line>:<quantity>:<amount>`,
    };
  }
  const price = times(unit, quantity);
  const rest = subtractMoney(line.amount, journalled.amount);
  const last = journalled.quantity > 0 && journalled.quantity + quantity === line.quantity;
  return agreed && last && differByRounding(rest, price, line.quantity) ? rest : price;
}

/** One piece as the API states it, if it fits the line up to rounding; else the line's share, rounded down. */
function pieceOf(line: OrderLine, whole: Money, quantity: number): Money | null {
  if (line.unitAmount === null) return { ...whole, minor: whole.minor / BigInt(quantity) };
  const sum = times(line.unitAmount, quantity);
  return differByRounding(sum, whole, quantity) ? line.unitAmount : null;
}

/** By no more than one minor unit for each piece. */
function differByRounding(a: Money, b: Money, pieces: number): boolean {
  return absolute(subtractMoney(a, b)).minor <= BigInt(pieces);
}

function times(money: Money, factor: number): Money {
  return { ...money, minor: money.minor * BigInt(factor) };
}

function positiveAmount(text: string, order: Order): Money | Unresolved {
  const amount = parseAmount(text, order.currency);
  if ("reason" in amount) return amount;
  return compareMoney(amount, zero(order.currency)) > 0
    ? amount
    : { reason: "must be more than zero" };
}
