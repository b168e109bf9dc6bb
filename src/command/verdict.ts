import type { Settlement } from "../api/contract.ts";
import type { Problem } from "../domain/problem.ts";

/**
 * Where a refund stands after the calls that were made for it.
 * - `settled`: the answer to the last call is the outcome.
 * - `doubted`: refused, but not in words that the vendor documents, so something else must confirm it.
 * - `denied`: 2Checkout says that it did nothing, and the same request may be accepted later.
 * - `lost`: it may have been done. Nothing but evidence, or an answer that proves it, settles it.
 */
export type Certainty = "settled" | "doubted" | "denied" | "lost";

/** What each answer makes of a refund. That it was accepted settles it, whatever came before. */
type Answers = Readonly<Record<Exclude<Settlement["tag"], "accepted">, Certainty>>;

/** Looked up by the standing before a call, then by its answer. Without a row, no more calls are made. */
interface Table extends Readonly<Partial<Record<Certainty, Answers>>> {
  /** Before the first call. */
  readonly fresh: Answers;
}

/** An `issueRefund` is repeated once, and only when it was denied. */
const refundTable: Table = {
  fresh: {
    "already-refunded": "settled",
    refused: "settled",
    "refused-undocumented": "doubted",
    "not-accepted": "doubted",
    "nothing-done": "denied",
    credentials: "settled",
    "not-sent": "settled",
    unknown: "lost",
  },
  // Any answer to the repeat but TRUE may be about a refund that the first call made after all.
  denied: {
    "already-refunded": "lost",
    refused: "lost",
    "refused-undocumented": "lost",
    "not-accepted": "lost",
    "nothing-done": "lost",
    credentials: "lost",
    // 2Checkout was not asked.
    "not-sent": "settled",
    unknown: "lost",
  },
};

/** A `refund_lineitem` may be made again, because a second one is answered with NOTHING_TO_DO. */
const lineItemTable: Table = {
  fresh: {
    "already-refunded": "settled",
    refused: "settled",
    "refused-undocumented": "doubted",
    "not-accepted": "doubted",
    "nothing-done": "settled",
    credentials: "settled",
    "not-sent": "settled",
    unknown: "lost",
  },
  // An undocumented refusal counts once it was given twice. A documented one after it may be about a
  // refund that the first call made: a refunded item has been seen to be "greater than remaining balance".
  doubted: {
    "already-refunded": "settled",
    refused: "lost",
    "refused-undocumented": "settled",
    "not-accepted": "settled",
    "nothing-done": "doubted",
    credentials: "doubted",
    "not-sent": "doubted",
    unknown: "lost",
  },
  lost: {
    "already-refunded": "settled",
    refused: "lost",
    "refused-undocumented": "lost",
    "not-accepted": "lost",
    "nothing-done": "lost",
    credentials: "lost",
    "not-sent": "lost",
    unknown: "lost",
  },
};

/** What all calls made for one refund prove together; `last` is what the last call was answered. */
export type Verdict =
  | { readonly certainty: "settled"; readonly last: Settlement }
  | {
      readonly certainty: Exclude<Certainty, "settled">;
      readonly last: Settlement;
      /** Why it is not settled: the answer that brought it where it stands. */
      readonly cause: Problem;
    };

/** @param calls the answers to one `issueRefund` and its one repeat, if that was made; oldest first */
export function refundVerdict(calls: Calls): Verdict {
  return verdictOf(refundTable, calls);
}

/** @param calls the answers to the `refund_lineitem` calls of one refund, oldest first */
export function lineItemVerdict(calls: Calls): Verdict {
  return verdictOf(lineItemTable, calls);
}

/** At least one call. */
export type Calls = readonly [Settlement, ...Settlement[]];

function verdictOf(table: Table, calls: Calls): Verdict {
  const [first, ...others] = calls;
  return others.reduce((before, next) => follow(table, before, next), judge(table.fresh, first));
}

function follow(table: Table, before: Verdict, next: Settlement): Verdict {
  const answers = table[before.certainty];
  if (answers === undefined) return before;
  const after = judge(answers, next);
  return after.certainty !== "settled" &&
    before.certainty !== "settled" &&
    after.certainty === before.certainty
    ? { certainty: after.certainty, last: after.last, cause: before.cause }
    : after;
}

function judge(answers: Answers, settlement: Settlement): Verdict {
  if (settlement.tag === "accepted") return { certainty: "settled", last: settlement };
  const certainty = answers[settlement.tag];
  return certainty === "settled"
    ? { certainty, last: settlement }
    : { certainty, last: settlement, cause: settlement.problem };
}
