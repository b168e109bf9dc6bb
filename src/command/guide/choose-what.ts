import { compareMoney, decimalText, moneyText, subtractMoney, zero } from "../../domain/money.ts";
import { parseTypedAmount } from "../../domain/typed-amount.ts";
import type { Questions } from "../../prompt/questions.ts";
import { WentBack } from "../../prompt/went-back.ts";
import { nothing, safe, type SafeText, visible } from "../../safe-text.ts";
import type { OrderView } from "../order/view-order.ts";
import { chooseLines } from "../refund/choose-lines.ts";
import type { AskWish } from "../refund/refund-task.ts";

type What = "everything" | "lines" | "amount";

/**
 * Asks the agent what to refund of an order: everything left, lines, or an amount. Asked again, it begins
 * with the last of its own questions.
 */
export function whatToRefund(): AskWish {
  let what: What | null = null;
  return async (seen, questions) => {
    const ask = await questions();
    for (;;) {
      what ??= await askWhat(seen, ask);
      try {
        switch (what) {
          case "lines":
            return await chooseLines(seen, ask.withBack());
          case "amount":
            return { kind: "partial", items: [], amount: await askAmount(seen, ask.withBack()) };
          case "everything":
            what = null;
            return { kind: "total" };
        }
      } catch (error) {
        // The list is the question before.
        if (!(error instanceof WentBack)) throw error;
        ask.takeBack();
        what = null;
      }
    }
  };
}

function askWhat({ balance }: OrderView, ask: Questions): Promise<What> {
  const pieces = balance.lines
    .filter(({ line }) => line.reference !== null || line.productCode !== null)
    .reduce((sum, { line }) => sum + (line.quantity ?? 1), 0);
  const left = balance.left === null ? "" : ` (${moneyText(balance.left)})`;
  return ask.choice<What>(safe`What to refund:`, [
    { name: safe`Everything that is left${left}`, value: "everything" },
    // Of one piece, either everything is meant or an amount.
    ...(pieces > 1 ? [{ name: safe`Some lines, or pieces of them`, value: "lines" } as const] : []),
    { name: safe`An amount`, value: "amount" },
  ]);
}

async function askAmount({ order, balance }: OrderView, ask: Questions): Promise<string> {
  const { currency } = order;
  const most = balance.left ?? balance.leftByJournal;
  const wrong = (text: string): string | null => {
    const amount = parseTypedAmount(text, currency);
    if ("reason" in amount) return `The amount ${amount.reason}.`;
    if (compareMoney(amount, zero(currency)) <= 0) return "The amount must be more than zero.";
    return most !== null && compareMoney(amount, most) > 0
      ? `That is more than the ${moneyText(most)} left.`
      : null;
  };
  const note = (text: string): SafeText => {
    if (text === "") return most === null ? nothing : safe`At most ${moneyText(most)}.`;
    const amount = parseTypedAmount(text, currency);
    if (wrong(text) !== null || "reason" in amount) return visible(wrong(text) ?? "");
    return most === null
      ? visible(moneyText(amount))
      : safe`${moneyText(amount)}; ${moneyText(subtractMoney(most, amount))} will be left.`;
  };
  const typed = await ask.text(safe`Amount in ${currency}:`, { check: wrong, note });
  const amount = parseTypedAmount(typed, currency);
  return "reason" in amount ? typed : decimalText(amount);
}
