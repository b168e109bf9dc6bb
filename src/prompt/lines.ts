import type { Run } from "../command/run.ts";
import { moneyText } from "../domain/money.ts";
import type { Order, OrderLine } from "../domain/order.ts";
import type { ItemWish, Wish } from "../domain/wish.ts";
import { UsageError } from "../failure.ts";
import { visible } from "../render/untrusted.ts";

/** Has the agent pick lines, and of lines with several pieces how many. */
export async function chooseLines(order: Order, run: Run): Promise<Wish> {
  const ask = await run.questions();
  const lines = await ask.choices("Lines to refund:", lineChoices(order));
  const items: ItemWish[] = [];
  for (const line of lines) {
    const most = line.quantity ?? 1;
    const quantity =
      most > 1
        ? Number(
            await ask.text(
              `How many of ${lineName(line)} (1 to ${most}):`,
              (text) =>
                /^[0-9]+$/.test(text) && Number(text) >= 1 && Number(text) <= most
                  ? null
                  : `A whole number from 1 to ${most}.`,
              String(most),
            ),
          )
        : most;
    items.push({ line: lineKey(line), quantity, amount: null });
  }
  return { kind: "partial", items, amount: null };
}

/** Has the agent pick one line. */
export async function chooseLine(order: Order, run: Run): Promise<Wish> {
  const ask = await run.questions();
  const line = await ask.choice("Line to refund:", lineChoices(order));
  return { kind: "lineitem", line: lineKey(line) };
}

function lineChoices(order: Order) {
  const choices = order.lines.flatMap((line) =>
    line.reference === null && line.productCode === null
      ? []
      : [{ name: `${lineName(line)}  ${priceOf(line)}`, value: line }],
  );
  if (choices.length === 0) {
    throw new UsageError(
      `No line of order ${order.refNo} can be named; refund an --amount or the total.`,
    );
  }
  return choices;
}

function lineKey(line: OrderLine): string {
  return line.reference ?? line.productCode ?? "";
}

function lineName(line: OrderLine): string {
  return visible(line.name ?? lineKey(line));
}

function priceOf({ quantity, amount }: OrderLine): string {
  const price = amount === null ? "price unknown" : moneyText(amount);
  return quantity === null || quantity === 1 ? price : `${quantity} for ${price}`;
}
