import type { OrderNumber } from "../../domain/order-number.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { isBusy } from "../../journal/busy.ts";
import { findCredentials } from "../credentials.ts";
import type { Run } from "../run.ts";

/** Whether an attempt is of the account in use, so that 2Checkout's answers are about it. */
export async function isOwn({ subject }: Attempt, run: Run): Promise<boolean> {
  const own = subject.api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  if (subject.realm !== own.realm) return false;
  return (await findCredentials(subject.api, run)).name === subject.account;
}

/** The orders of those attempts about which 2Checkout can be asked now. */
export async function ordersToAsk(
  attempts: readonly Attempt[],
  run: Run,
  now: number,
): Promise<readonly OrderNumber[]> {
  const orders: OrderNumber[] = [];
  for (const attempt of attempts) {
    const { subject } = attempt;
    if (subject.api !== "rpc6" || isBusy(attempt, now)) continue;
    if (await isOwn(attempt, run)) orders.push(subject.number);
  }
  return orders;
}
