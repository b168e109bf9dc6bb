import { moneyText } from "../../domain/money.ts";
import type { OrderPage } from "../../domain/order-page.ts";
import { minuteText } from "../../domain/time-text.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import { linkedNumber } from "../../render/order-link.ts";
import type { Screen } from "../../render/screen.ts";
import { safe, type SafeText } from "../../safe-text.ts";

/** What an attempt would have done, in a few words. */
export function whatItIs({ kind, amount, subject }: Attempt): string {
  const what = kind === "cancel" ? "cancellation of a refund" : "refund";
  const money = amount === null ? "" : ` of ${moneyText(amount)}`;
  const where = subject.api === "rpc6" ? "on order" : "of line item";
  return `${what}${money} ${where} ${subject.number}`;
}

/** What a person should look for, in a few words; the order is a link to where that is. */
export function whatToLookFor(attempt: Attempt, page: OrderPage | null, screen: Screen): SafeText {
  const { subject, amount, startedAt } = attempt;
  const number =
    subject.api === "rpc6" ? linkedNumber(subject.number, page, screen) : subject.number;
  const time = minuteText(startedAt);
  if (!isRefund(attempt)) {
    return safe`In the control panel open order ${number} and look under refunds whether one was cancelled or declined at or after ${time} UTC.`;
  }
  const what = amount === null ? "a refund" : `a refund of ${moneyText(amount)}`;
  return subject.api === "rpc6"
    ? safe`In the control panel, open order ${number} and look under its refunds, pending ones included, for ${what} requested on or after ${time} UTC.`
    : safe`In the old control panel, open the sale of line item ${number} and check whether the item was refunded on or after ${time} UTC.`;
}
