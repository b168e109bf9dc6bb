import type { OrderView } from "../order/view-order.ts";
import type { Run } from "../run.ts";
import { compareMoney, moneyText, parseAmount, subtractMoney, zero } from "../../domain/money.ts";
import { nothing, safe, type SafeText, visible } from "../../safe-text.ts";
import type { Wish } from "../../domain/wish.ts";
import { chooseLines } from "../refund/choose-lines.ts";

/** Asks the agent what to refund of an order: everything left, lines, or an amount. */
export async function chooseWhat(seen: OrderView, run: Run): Promise<Wish> {
  const { balance } = seen;
  const nameable = balance.lines.some(
    ({ line }) => line.reference !== null || line.productCode !== null,
  );
  const left = balance.left === null ? "" : ` (${moneyText(balance.left)})`;
  const ask = await run.questions();
  const what = await ask.choice(safe`What to refund:`, [
    { name: safe`Everything that is left${left}`, value: "everything" },
    ...(nameable ? [{ name: safe`Some lines, or pieces of them`, value: "lines" }] : []),
    { name: safe`An amount`, value: "amount" },
  ]);
  switch (what) {
    case "lines":
      return chooseLines(seen, run);
    case "amount":
      return { kind: "partial", items: [], amount: await askAmount(seen, run) };
    default:
      return { kind: "total" };
  }
}

async function askAmount({ order, balance }: OrderView, run: Run): Promise<string> {
  const { currency } = order;
  const most = balance.left ?? balance.leftByJournal;
  const wrong = (text: string): string | null => {
    const amount = parseAmount(text, currency);
    if ("reason" in amount) return `The amount ${amount.reason}.`;
    if (compareMoney(amount, zero(currency)) <= 0) return "The amount must be more than zero.";
    return most !== null && compareMoney(amount, most) > 0
      ? `That is more than the ${moneyText(most)} left.`
      : null;
  };
  const note = (text: string): SafeText => {
    if (text === "") return most === null ? nothing : safe`At most ${moneyText(most)}.`;
    const amount = parseAmount(text, currency);
    if (wrong(text) !== null || "reason" in amount) return visible(wrong(text) ?? "");
    return most === null
      ? visible(moneyText(amount))
      : safe`${moneyText(subtractMoney(most, amount))} will be left.`;
  };
  const ask = await run.questions();
  return ask.text(safe`Amount in ${currency}:`, { check: wrong, note });
}
