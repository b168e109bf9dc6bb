import type { ReadFailure } from "../../api/contract.ts";
import type { Order } from "../../domain/order.ts";
import type { Attempt, OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { attemptEvidence } from "../attempt-evidence.ts";
import { knownOrder } from "../known-order.ts";
import type { OrderReader } from "./orders-ahead.ts";

/** What an order, read now, shows of an attempt on it. */
export type LookedAt =
  | { readonly tag: "failed"; readonly failure: ReadFailure }
  | {
      readonly tag: "looked";
      readonly order: Order;
      /** All attempts on the order; the attempt itself is among them. */
      readonly others: readonly Attempt[];
      /** That it was accepted, in words; null if it shows nothing of the kind. */
      readonly evidence: string | null;
    };

/**
 * Looking is harmless even while another process still waits for the answer, which outweighs what is found.
 * @throws ConfigurationError when the account itself is rejected
 */
export async function lookAtOrder(
  attempt: Attempt,
  subject: OrderSubject,
  journal: Pick<Journal, "attemptsOn">,
  { order: readOrder }: Pick<OrderReader, "order">,
): Promise<LookedAt> {
  const reading = await readOrder(subject.number);
  if (reading.tag === "failed") return reading;
  const others = await journal.attemptsOn(subject);
  const order = knownOrder(reading.value, others);
  return { tag: "looked", order, others, evidence: attemptEvidence(attempt, order, others) };
}
