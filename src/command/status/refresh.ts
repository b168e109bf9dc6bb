import type { OrderNumber } from "../../domain/order-number.ts";
import { problem } from "../../domain/problem.ts";
import type { Attempt, OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { overruleByEvidence } from "../attempt-evidence.ts";
import { knownOrder } from "../known-order.ts";
import { lookAtPaidOut } from "../look-at-paid-out.ts";
import { isOwn } from "../reconcile/own-attempt.ts";
import { orderReaders } from "../reconcile/order-reader.ts";
import type { OrderReader } from "../reconcile/orders-ahead.ts";
import type { Run } from "../run.ts";

/** Asks 2Checkout about the orders of these attempts, as far as they are of the account in use. */
export async function refreshPaidOut(
  attempts: readonly Attempt[],
  journal: Journal,
  run: Run,
): Promise<void> {
  const subjects = new Map<OrderNumber, OrderSubject>();
  for (const attempt of attempts) {
    const { subject } = attempt;
    if (subject.api === "rpc6" && !subjects.has(subject.number) && (await isOwn(attempt, run))) {
      subjects.set(subject.number, subject);
    }
  }
  const reader = orderReaders(run)([...subjects.keys()]);
  for (const subject of subjects.values()) await lookAt(subject, reader, journal, run);
}

async function lookAt(
  subject: OrderSubject,
  reader: OrderReader,
  journal: Journal,
  { talk }: Run,
): Promise<void> {
  const reading = await reader.order(subject.number);
  if (reading.tag === "failed") {
    const { message } = reading.failure.problem;
    talk.warn(problem("order-not-read", `Order ${subject.number} could not be read: ${message}`));
    return;
  }
  const known = await journal.attemptsOn(subject);
  const order = knownOrder(reading.value, known);
  const invoices = await reader.invoices(subject.number);
  const attempts = await overruleByEvidence(known, order, journal, { record: true });
  await lookAtPaidOut(attempts, { order, invoices }, journal, { record: true });
}
