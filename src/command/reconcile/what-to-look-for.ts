import { moneyText } from "../../domain/money.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import { minuteText } from "../../domain/time-text.ts";

/** What an attempt would have done, in a few words. */
export function whatItIs({ kind, amount, subject }: Attempt): string {
  const what = kind === "cancel" ? "cancellation of a refund" : "refund";
  const money = amount === null ? "" : ` of ${moneyText(amount)}`;
  const where = subject.api === "rpc6" ? "on order" : "of line item";
  return `${what}${money} ${where} ${subject.number}`;
}

/** What a person should look for, in a few words. */
export function whatToLookFor(attempt: Attempt): string {
  const { subject, amount, startedAt } = attempt;
  const time = minuteText(startedAt);
  if (!isRefund(attempt)) {
    return `In the control panel open order ${subject.number} and look under refunds whether one was cancelled or declined at or after ${time} UTC.`;
  }
  const what = amount === null ? "a refund" : `a refund of ${moneyText(amount)}`;
  return subject.api === "rpc6"
    ? `In the control panel, open order ${subject.number} and look under its refunds, pending ones included, for ${what} requested on or after ${time} UTC.`
    : `In the old control panel, open the sale of line item ${subject.number} and check whether the item was refunded on or after ${time} UTC.`;
}
