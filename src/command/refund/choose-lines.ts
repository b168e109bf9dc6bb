import type { OrderView } from "../order/view-order.ts";
import type { Run } from "../run.ts";
import type { LineBalance } from "../../domain/balance.ts";
import { decimalText, moneyText, subtractMoney } from "../../domain/money.ts";
import type { OrderLine } from "../../domain/order.ts";
import { type ItemWish, resolveWish, type Wish } from "../../domain/wish.ts";
import { UsageError } from "../../failure.ts";
import { safe, type SafeText, visible, visibleLines } from "../../safe-text.ts";
import { fitWidth } from "../../render/width.ts";

/** Asks the agent to pick lines and pieces of them, and shows the running total and what is left. */
export async function chooseLines(seen: OrderView, run: Run): Promise<Wish> {
  const ask = await run.questions();
  const lines = nameableLines(seen);
  const wishOf = (quantities: readonly number[]): Extract<Wish, { kind: "partial" }> => ({
    kind: "partial",
    items: lines.flatMap(({ line }, index) => itemWish(line, quantities[index] ?? 0)),
    amount: null,
  });
  const columns = run.talk.screen.columns;
  const quantities = await ask.quantities(safe`Lines to refund:`, {
    things: lines.map((entry) => ({
      name: describe(entry, columns - 12),
      most: entry.line.quantity ?? 1,
    })),
    sum: (picked) => sumOf(wishOf(picked), seen),
  });
  return wishOf(quantities);
}

/** Asks the agent to pick one line. */
export async function chooseLine(seen: OrderView, run: Run): Promise<Wish> {
  const ask = await run.questions();
  const columns = run.talk.screen.columns;
  const line = await ask.choice(
    safe`Line to refund:`,
    nameableLines(seen).map((entry) => ({ name: describe(entry, columns - 4), value: entry.line })),
  );
  return { kind: "lineitem", line: lineKey(line) };
}

function itemWish(line: OrderLine, quantity: number): readonly ItemWish[] {
  if (quantity === 0) return [];
  // A whole line needs no quantity, and one whose quantity is unknown has none to give.
  const whole = quantity === (line.quantity ?? 1);
  return [{ line: lineKey(line), quantity: whole ? null : quantity, amount: null }];
}

function sumOf(wish: Extract<Wish, { kind: "partial" }>, { order, balance }: OrderView) {
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
    ? { text: safe`${sum} in all is more than is left`, wrong: true }
    : { text: safe`${sum} in all; ${moneyText(left)} will be left`, wrong: false };
}

function nameableLines({ order, balance }: OrderView): readonly LineBalance[] {
  const lines = balance.lines.filter(
    ({ line }) => line.reference !== null || line.productCode !== null,
  );
  if (lines.length === 0) {
    throw new UsageError(
      `No line of order ${order.refNo} can be named; refund an --amount or the total.`,
    );
  }
  return lines;
}

function lineKey(line: OrderLine): string {
  return line.reference ?? line.productCode ?? "";
}

/** The name is cut first, so that the money is always visible. */
function describe({ line, refunded, left }: LineBalance, width: number): SafeText {
  const price = line.amount === null ? "price unknown" : moneyText(line.amount);
  const rest =
    refunded.minor === 0n
      ? ""
      : left === null
        ? `, ${decimalText(refunded)} refunded`
        : `, ${decimalText(left)} left`;
  const tail = `  ${price}${rest}`;
  const name = visible(line.name ?? lineKey(line));
  return safe`${fitWidth(name, Math.max(8, width - tail.length))}${tail}`;
}
