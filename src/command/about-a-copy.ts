import type { Problem } from "../domain/problem.ts";

/** Documented refusals that a refund just made would itself cause, by code. */
const afterItself: ReadonlySet<string> = new Set([
  "pending-refund",
  "already-refunded",
  "amount-exceeds-balance",
  "order-not-complete",
  "order-canceled",
  // Of the legacy API.
  "line-item-not-refundable",
]);

/**
 * Whether a documented refusal may be about a second copy of the request, which something on the way made: then the first
 * was accepted. So what the order shows, at once or later, counts for more than such a refusal.
 */
export function mayBeAboutCopy({ code }: Problem): boolean {
  return afterItself.has(code);
}

/** What is said of such a refusal where the refund is to be seen. */
export function contradictedRefusal(said: Problem, evidence: string): Problem {
  const doubt = `But ${evidence}. Something on the way may have sent the request twice.`;
  return { ...said, message: `${said.message} ${doubt}` };
}
