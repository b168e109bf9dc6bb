import { openRpc6 } from "../../api/rpc6/rpc6.ts";
import type { Reading } from "../../api/contract.ts";
import type { Balance } from "../../domain/balance.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderPage } from "../../domain/order-page.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { unknownLines } from "../../domain/wish.ts";
import type { NamedAttempts } from "../../render/order-text.ts";
import { safe } from "../../safe-text.ts";
import { chooseOrderNumber } from "../given-or-asked.ts";
import { knownOrder } from "../known-order.ts";
import { lookAtPaidOut } from "../look-at-paid-out.ts";
import { positionOf } from "../plan.ts";
import { type OrderVerdict, orderVerdict } from "../order-verdict.ts";
import { rpcAccount } from "../credentials.ts";
import type { Run } from "../run.ts";
import { orderSubject } from "../subject.ts";
import { useJournal } from "../use-journal.ts";

/** An order as 2Checkout and this journal know it. */
export interface OrderView extends NamedAttempts {
  readonly order: Order;
  readonly balance: Balance;
}

/** The same with what can be done about it. */
export interface JudgedOrder extends OrderView {
  readonly verdict: OrderVerdict;
  /** Where a person looks it up. */
  readonly page: OrderPage | null;
}

/** Warnings for an agent who only looks at an order. */
export function orderWarnings(order: Order): readonly Problem[] {
  return order.lines === null ? [problem("lines-unknown", unknownLines(order))] : [];
}

/** Reads an order and the attempts on it. Moves no money; records only that a refund was paid out. */
export async function viewOrder(
  given: string | undefined,
  run: Run,
): Promise<Reading<JudgedOrder>> {
  const { settings, talk, context } = run;
  const orderNumber = await chooseOrderNumber(given, run);
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, context);
  const reading = await talk.during(safe`Reading the order…`, rpc.readOrder(orderNumber));
  if (reading.tag === "failed") return reading;
  for (const warning of orderWarnings(reading.value)) talk.warn(warning);
  return useJournal(run, { create: false }, async (journal) => {
    const known = await journal.attemptsOn(orderSubject(settings, account, orderNumber));
    const order = knownOrder(reading.value, known);
    const look = { order, invoices: null };
    const attempts = await lookAtPaidOut(known, look, journal, { record: true })
      // Who may only look at the journal is shown the same.
      .catch(() => lookAtPaidOut(known, look, journal, { record: false }));
    const verdict = orderVerdict(order, attempts, {
      again: null,
      skipChecks: false,
      now: context.now(),
    });
    return {
      tag: "read",
      value: {
        ...positionOf(order, attempts),
        attempts,
        shortNames: await journal.shortNames(attempts.map(({ id }) => id)),
        verdict,
        page: settings.orderPage,
      },
    };
  });
}
