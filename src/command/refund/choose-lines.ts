import type { OrderView } from "../order/view-order.ts";
import type { LineBalance } from "../../domain/balance.ts";
import type { Currency } from "../../domain/currency.ts";
import { addMoney, decimalText, moneyText, subtractMoney, zero } from "../../domain/money.ts";
import type { OrderLine } from "../../domain/order.ts";
import { parseTypedAmount } from "../../domain/typed-amount.ts";
import { type ItemWish, type ResolvedWish, resolveWish, type Wish } from "../../domain/wish.ts";
import { UsageError } from "../../failure.ts";
import type { Picked, Questions } from "../../prompt/questions.ts";
import { renderTable } from "../../render/table.ts";
import { joined, nothing, safe, type SafeText, visible, visibleLines } from "../../safe-text.ts";

/** Has the agent pick lines and pieces of them, with the running total and what is left. */
export async function chooseLines(seen: OrderView, ask: Questions): Promise<Wish> {
  const { currency } = seen.order;
  const lines = nameableLines(seen);
  const wishOf = (picked: readonly Picked[]): PartialWish => ({
    kind: "partial",
    items: lines.flatMap(({ line }, index) => itemWish(line, picked[index], currency)),
    amount: null,
  });
  const itemAmount = (index: number, picked: Picked) => {
    const line = lines[index]?.line;
    const items = line === undefined ? [] : itemWish(line, picked, currency);
    return resolvedItems({ kind: "partial", items, amount: null }, seen)?.[0]?.amount ?? null;
  };
  const picked = await ask.quantities(safe`Lines to refund:`, {
    things: lines.map(({ line }) => ({ name: nameOf(line), most: line.quantity ?? 1 })),
    cells: (index, each) => {
      const amount = each.quantity === 0 ? null : itemAmount(index, each);
      return [
        ...priceCells(lines[index]),
        each.quantity === 0 ? "" : amount === null ? "?" : `-${decimalText(amount)}`,
      ];
    },
    ownAmount: (_index, text) => {
      const amount = parseTypedAmount(text, currency);
      if ("reason" in amount) return `The amount ${amount.reason}.`;
      return amount.minor > 0n ? null : "The amount must be more than zero.";
    },
    sum: (now) => sumOf(wishOf(now), seen),
    summary: (now) => summaryOf(wishOf(now), seen),
  });
  return wishOf(picked);
}

type PartialWish = Extract<Wish, { kind: "partial" }>;

/** Has the agent pick one line. */
export async function chooseLine(seen: OrderView, ask: Questions): Promise<Wish> {
  const lines = nameableLines(seen);
  const table = renderTable(
    lines.map((entry) => [nameOf(entry.line), ...priceCells(entry)]),
    { alignRight: [1, 2] },
  );
  const line = await ask.choice(
    safe`Line to refund:`,
    lines.map((entry, index) => ({ name: table.lines[index] ?? nothing, value: entry.line })),
  );
  return { kind: "lineitem", line: lineKey(line) };
}

function itemWish(
  line: OrderLine,
  picked: Picked | undefined,
  currency: Currency,
): readonly ItemWish[] {
  if (picked === undefined || picked.quantity === 0) return [];
  const { quantity } = picked;
  const own = picked.amount === null ? null : parseTypedAmount(picked.amount, currency);
  const amount = own === null || "reason" in own ? null : decimalText(own);
  // A whole line needs no quantity, and one whose quantity is unknown has none to give.
  const whole = quantity === (line.quantity ?? 1);
  return [{ line: lineKey(line), quantity: whole ? null : quantity, amount }];
}

function resolvedItems(
  wish: PartialWish,
  { order, balance }: OrderView,
): ResolvedWish["items"] | null {
  if (wish.items.length === 0) return null;
  const resolution = resolveWish(order, balance, wish);
  return resolution.tag === "usage" ? null : resolution.wish.items;
}

/** What was picked, by the names of the lines. */
function summaryOf(wish: PartialWish, seen: OrderView): SafeText {
  const items = resolvedItems(wish, seen) ?? [];
  const names = items.map(({ line, quantity }) =>
    line.quantity === quantity ? nameOf(line) : safe`${quantity} of ${nameOf(line)}`,
  );
  const sum = items.reduce((all, { amount }) => addMoney(all, amount), zero(seen.order.currency));
  return safe`${joined(names, safe`, `)} (${moneyText(sum)})`;
}

function sumOf(wish: PartialWish, { order, balance }: OrderView) {
  if (wish.items.length === 0) {
    const left = balance.left === null ? "" : `; ${moneyText(balance.left)} is left`;
    return { text: safe`Nothing picked${left}`, wrong: false };
  }
  const resolution = resolveWish(order, balance, wish);
  if (resolution.tag === "usage")
    return { text: visibleLines(resolution.problem.message), wrong: true };
  const { amount } = resolution.wish;
  const sum = amount === null ? "an unknown amount" : moneyText(amount);
  const left = amount && balance.left && subtractMoney(balance.left, amount);
  if (left === null) return { text: safe`${sum} in all`, wrong: false };
  return left.minor < 0n
    ? { text: safe`${sum} in all, more than is left`, wrong: true }
    : { text: safe`${sum} in all; ${moneyText(left)} will be left`, wrong: false };
}

function nameableLines({ order, balance }: OrderView): readonly LineBalance[] {
  const lines = balance.lines.filter(
    ({ line }) => line.reference !== null || line.productCode !== null,
  );
  if (lines.length === 0) {
    throw new UsageError(
      `No line of order ${order.number} can be named; refund an amount or the total.`,
    );
  }
  return lines;
}

function lineKey(line: OrderLine): string {
  return line.reference ?? line.productCode ?? "";
}

function nameOf(line: OrderLine): SafeText {
  return visible(line.name ?? lineKey(line));
}

/** What a line cost, and what was refunded of it. */
function priceCells(entry: LineBalance | undefined): readonly string[] {
  if (entry === undefined) return ["", ""];
  const { line, refunded, left } = entry;
  const rest =
    refunded.minor === 0n
      ? ""
      : left === null
        ? `${decimalText(refunded)} refunded`
        : `${decimalText(left)} left`;
  return [line.amount === null ? "price unknown" : decimalText(line.amount), rest];
}
