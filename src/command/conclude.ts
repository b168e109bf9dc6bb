import type { Reading, Settlement } from "../api/contract.ts";
import type { Rpc6 } from "../api/rpc6/rpc6.ts";
import { type Explained, findEvidence } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { RefundRequest } from "../domain/refund.ts";
import { type OrderSnapshot, sameSnapshot, snapshotOf } from "../domain/snapshot.ts";
import type { Attempt, SettledOutcome } from "../journal/attempt.ts";

/** What an attempt came to, and on what that rests. */
export interface Conclusion {
  readonly outcome: Exclude<SettledOutcome, "not-applied"> | "unknown";
  readonly by: "answer" | "evidence";
  readonly problem: Problem | null;
  readonly evidence: string | null;
  readonly warnings: readonly Problem[];
  /** The credentials were rejected: nothing was done, and the account is to blame. */
  readonly credentials: boolean;
  /** The order as it was read after the answer, where it had to be. */
  readonly orderAfter: Order | null;
  /** The answer proved that nothing was done, and the order is unchanged: one more attempt may follow. */
  readonly mayRepeat: boolean;
}

export interface Concluding {
  readonly request: RefundRequest;
  readonly before: OrderSnapshot;
  readonly others: readonly Explained[];
  readonly readOrder: Rpc6["readOrder"];
  readonly sleep: (ms: number) => Promise<void>;
  /** This attempt follows, by itself, one whose answer proved that nothing was done. */
  readonly isRepeat: boolean;
  /** Ends the waiting for evidence early. */
  readonly givenUp: AbortSignal;
}

/** Pauses before each look at the order after a lost answer. */
const lookPausesMs = [0, 500, 1_500];

/** Turns an answer into an outcome, reading the order again where the answer alone does not tell. */
export async function conclude(settlement: Settlement, about: Concluding): Promise<Conclusion> {
  switch (settlement.tag) {
    case "accepted":
      return settled("accepted", null, { warnings: settlement.warnings });
    case "already-refunded":
      // After a first request that "did nothing", this may be that first request's refund.
      return about.isRepeat
        ? unknown(settlement.problem)
        : settled("already-refunded", settlement.problem);
    case "refused":
      return about.isRepeat &&
        ["pending-refund", "already-refunded"].includes(settlement.problem.code)
        ? unknown(settlement.problem)
        : settled("refused", settlement.problem);
    case "credentials":
      return settled("not-sent", settlement.problem, { credentials: true });
    case "not-sent":
      return settled("not-sent", settlement.problem);
    case "nothing-done":
      return nothingDone(settlement.problem, about);
    case "refused-undocumented":
    case "not-accepted":
      return doubtfulRefusal(settlement, about);
    case "unknown":
      return lookForEvidence(settlement.problem, about);
  }
}

async function nothingDone(cause: Problem, about: Concluding): Promise<Conclusion> {
  if (about.isRepeat) return settled("not-sent", cause);
  const reading = await about.readOrder(about.request.refNo);
  return settled("not-sent", cause, {
    orderAfter: valueOf(reading),
    mayRepeat: reading.tag === "read" && sameSnapshot(about.before, snapshotOf(reading.value)),
  });
}

/** An error nobody documented, or a bare FALSE: the order itself has the last word. */
async function doubtfulRefusal(
  settlement: Extract<Settlement, { tag: "refused-undocumented" | "not-accepted" }>,
  about: Concluding,
): Promise<Conclusion> {
  const reading = await about.readOrder(about.request.refNo);
  if (reading.tag === "failed") return unknown(settlement.problem);
  const order = reading.value;
  const evidence = findEvidence(doubtful(about), order, about.others);
  if (evidence !== null) return accepted(evidence, order);
  const unchanged = sameSnapshot(about.before, snapshotOf(order));
  return unchanged || settlement.tag === "not-accepted"
    ? settled("refused", settlement.problem, { orderAfter: order })
    : unknown(settlement.problem, order);
}

/** No evidence is not proof of absence: without any, the outcome stays unknown. */
async function lookForEvidence(cause: Problem, about: Concluding): Promise<Conclusion> {
  let last: Order | null = null;
  for (const pause of lookPausesMs) {
    if (about.givenUp.aborted) break;
    await about.sleep(pause);
    const reading = await about.readOrder(about.request.refNo);
    // An order that cannot be read now will hardly be readable in a second.
    if (reading.tag === "failed") break;
    last = reading.value;
    const evidence = findEvidence(doubtful(about), last, about.others);
    if (evidence !== null) return accepted(evidence, last);
  }
  return unknown(cause, last);
}

function doubtful({ request, before }: Concluding) {
  const { kind, amount, items } = request;
  const lines = items.flatMap(({ reference }) => (reference === null ? [] : [reference]));
  return { kind, amount, lines, before };
}

/** The other attempts on the order that are known to be accepted. */
export function explainedBy(attempts: readonly Attempt[]): readonly Explained[] {
  return attempts.flatMap(({ id, outcome, amount, items, completes, before }) =>
    outcome === "accepted" && amount !== null
      ? [{ attempt: id, amount, items, completes, before }]
      : [],
  );
}

function settled(
  outcome: Exclude<SettledOutcome, "not-applied">,
  cause: Problem | null,
  more: Partial<Conclusion> = {},
): Conclusion {
  return {
    ...{ outcome, by: "answer", problem: cause, evidence: null, warnings: [] },
    ...{ credentials: false, orderAfter: null, mayRepeat: false },
    ...more,
  };
}

function accepted(evidence: string, order: Order): Conclusion {
  const warning = problem("settled-by-evidence", `The answer was not clear, but ${evidence}.`);
  return {
    ...settled("accepted", null, { warnings: [warning], orderAfter: order }),
    ...{ by: "evidence", evidence },
  };
}

function unknown(cause: Problem, order: Order | null = null): Conclusion {
  return { ...settled("not-sent", cause, { orderAfter: order }), outcome: "unknown" };
}

function valueOf<T>(reading: Reading<T>): T | null {
  return reading.tag === "read" ? reading.value : null;
}
