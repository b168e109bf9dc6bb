import { compareMoney, type Money, moneyText, parseAmount } from "../domain/money.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { Cancelled, UsageError } from "../failure.ts";
import type { Run } from "./run.ts";

export interface ConfirmInput {
  readonly yes: boolean;
  readonly confirmAmount: string | undefined;
}

/**
 * Has the user say yes, and above the ceiling the amount as well. A `--confirm-amount` must match
 * whatever the ceiling is: null when it does or none was given. @throws UsageError, Cancelled
 */
export async function confirmRefund(
  amount: Money,
  { yes, confirmAmount }: ConfirmInput,
  run: Run,
): Promise<Problem | null> {
  const { talk, settings } = run;
  if (confirmAmount !== undefined) {
    const stated = parseAmount(confirmAmount, amount.currency);
    if ("reason" in stated) throw new UsageError(`--confirm-amount: the amount ${stated.reason}.`);
    if (compareMoney(stated, amount) !== 0) {
      return problem(
        "amount-not-confirmed",
        `The refund is ${moneyText(amount)}, not ${moneyText(stated)} (--confirm-amount); nothing was sent.`,
      );
    }
  }
  const ceiling = settings.ceiling.get(amount.currency);
  if (ceiling !== undefined && compareMoney(amount, ceiling) > 0 && confirmAmount === undefined) {
    if (!talk.asks) {
      throw new UsageError(
        `${moneyText(amount)} is above the ceiling of ${moneyText(ceiling)}: --confirm-amount is missing.`,
      );
    }
    const ask = await run.questions();
    await ask.text(`Above ${moneyText(ceiling)}. Type the amount to refund it:`, (text) => {
      const typed = parseAmount(text, amount.currency);
      if ("reason" in typed) return `The amount ${typed.reason}.`;
      return compareMoney(typed, amount) === 0 ? null : `This refund is ${moneyText(amount)}.`;
    });
    return null;
  }
  if (yes) return null;
  if (!talk.asks) throw new UsageError("Nobody can be asked to confirm: --yes is missing.");
  const ask = await run.questions();
  if (!(await ask.yes(`Refund ${moneyText(amount)}?`))) throw new Cancelled();
  return null;
}
