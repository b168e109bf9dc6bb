import { type Attempt, isRefund, type OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { lookAtPaidOut } from "../look-at-paid-out.ts";
import type { Finding } from "./finding.ts";
import type { OrderReader } from "./orders-ahead.ts";
import { lookAtOrder } from "./look-at-order.ts";

/**
 * What an order, read now, tells of an attempt on it. Refund invoices are counted for the person who decides,
 * and settle nothing by themselves: whose they are is not known.
 */
export async function askOrder(
  attempt: Attempt,
  subject: OrderSubject,
  journal: Journal,
  reader: OrderReader,
): Promise<Finding> {
  const shown = await lookAtOrder(attempt, subject, journal, reader);
  if (shown.tag === "failed") {
    return { settled: null, nothing: shown.failure.problem.message, seen: null };
  }
  const { order, others, evidence } = shown;
  const invoices = await reader.invoices(subject.number);
  const looked = await lookAtPaidOut(others, { order, invoices }, journal, { record: true });
  const seen = invoicesText(invoices, attempt);
  if (evidence !== null) {
    return { settled: { outcome: "accepted", evidence }, nothing: "", seen };
  }
  if (looked.some(({ id, processed }) => id === attempt.id && processed !== null)) {
    return { settled: null, nothing: "2Checkout has paid this refund out", seen };
  }
  const nothing = isRefund(attempt)
    ? "the order does not show it, which does not prove that it failed"
    : "an order does not tell whether a refund of it was cancelled";
  return { settled: null, nothing: seen === null ? nothing : `${nothing}; ${seen}`, seen };
}

function invoicesText(count: number | null, { invoices: first }: Attempt): string | null {
  if (count === null) return null;
  const now = `2Checkout has ${count} refund ${count === 1 ? "invoice" : "invoices"} of the order`;
  return first === null ? now : `${now}, ${first} at the first look`;
}
