import { compareMoney, type Money, moneyText, parseAmount } from "../../domain/money.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import { parseTypedAmount } from "../../domain/typed-amount.ts";
import { safe, type SafeText } from "../../safe-text.ts";
import { requireConfirmation } from "../missing-input.ts";
import type { OrderedRefund, RefundTask } from "./refund-task.ts";

type ConfirmInput = Pick<OrderedRefund, "yes" | "confirmAmount" | "statedBy">;

/** Checks the amount that was stated, which must match whatever the ceiling is. @throws UsageError */
export function amountMismatch(
  amount: Money,
  { confirmAmount, statedBy }: Pick<ConfirmInput, "confirmAmount" | "statedBy">,
): Problem | null {
  if (confirmAmount === undefined) return null;
  const stated = parseAmount(confirmAmount, amount.currency);
  if ("reason" in stated) throw new UsageError(`The amount of ${statedBy} ${stated.reason}.`);
  if (compareMoney(stated, amount) === 0) return null;
  return problem(
    "amount-not-confirmed",
    `The refund is ${moneyText(amount)}, but ${statedBy} says ${moneyText(stated)}. Nothing was sent.`,
  );
}

/**
 * Asks the user to confirm, and above the ceiling to type the amount as well.
 * @returns whether somebody was asked, so that time has passed @throws UsageError, Cancelled
 */
export async function confirmRefund(
  amount: Money,
  question: SafeText,
  { yes, confirmAmount, statedBy }: ConfirmInput,
  { run, ask: questions }: Pick<RefundTask, "run" | "ask">,
): Promise<boolean> {
  const { talk, settings } = run;
  const ceiling = settings.ceiling.get(amount.currency);
  if (ceiling !== undefined && compareMoney(amount, ceiling) > 0 && confirmAmount === undefined) {
    if (!talk.asks) {
      throw new UsageError(
        `${moneyText(amount)} is above the ceiling of ${moneyText(ceiling)}. ${howToState[statedBy]}`,
      );
    }
    const ask = await questions();
    await ask.text(
      safe`${question} Above the ceiling of ${moneyText(ceiling)}. Type the amount to refund it:`,
      {
        check: (text) => {
          const typed = parseTypedAmount(text, amount.currency);
          if ("reason" in typed) return `The amount ${typed.reason}.`;
          return compareMoney(typed, amount) === 0 ? null : `This refund is ${moneyText(amount)}.`;
        },
      },
    );
    return true;
  }
  if (yes) return false;
  requireConfirmation({ yes }, talk);
  const ask = await questions();
  if (!(await ask.yes(question))) throw new Cancelled({ declined: true });
  return true;
}

const howToState: Readonly<Record<ConfirmInput["statedBy"], string>> = {
  "--confirm-amount": "Confirm it with --confirm-amount.",
  "the row": "Give the row this amount to confirm it.",
};
