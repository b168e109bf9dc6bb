import type { AttemptId } from "../../domain/attempt-id.ts";
import { moneyText } from "../../domain/money.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { UsageError } from "../../failure.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";
import { minuteText } from "../../domain/time-text.ts";

/** The refunds of an order that may still be cancelled: accepted, and not seen paid out. */
export function waitingRefunds(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(
    (attempt) => isRefund(attempt) && attempt.outcome === "accepted" && attempt.processed === null,
  );
}

/** Which refund is meant: one of this journal, or whatever is pending at 2Checkout. */
export type Meant =
  | { readonly tag: "meant"; readonly attempt: Attempt | null }
  | { readonly tag: "refused"; readonly error: Problem };

/**
 * The refund that is meant. The call names an order alone, so this says what was wanted and proves nothing.
 * @param attempts all on the order @throws UsageError, Cancelled
 */
export async function chooseMeant(
  attempts: readonly Attempt[],
  named: AttemptId | undefined,
  run: Run,
): Promise<Meant> {
  if (named !== undefined) return namedOne(attempts, named);
  const waiting = waitingRefunds(attempts);
  const [only = null, ...others] = waiting;
  const paidOut = attempts.find((attempt) => isRefund(attempt) && attempt.processed !== null);
  if (only === null && paidOut !== undefined) return alreadyPaidOut(paidOut);
  if (others.length === 0) return { tag: "meant", attempt: only };
  if (!run.talk.asks) {
    const ids = waiting.map(({ id }) => id).join(", ");
    throw new UsageError(
      `Missing: --attempt <attempt>. Several refunds of this order wait, and one must be named: ${ids}.`,
    );
  }
  const ask = await run.questions();
  const attempt = await ask.choice(
    safe`Which refund is to be cancelled?`,
    waiting.map((value) => ({ name: safe`${describe(value)}`, value })),
  );
  return { tag: "meant", attempt };
}

function namedOne(attempts: readonly Attempt[], named: AttemptId): Meant {
  const attempt = attempts.find(({ id }) => id === named);
  if (attempt === undefined) {
    throw new UsageError(`--attempt: the journal has no attempt ${named} on this order.`);
  }
  if (!isRefund(attempt) || attempt.outcome !== "accepted") {
    const state = isRefund(attempt) ? (attempt.outcome ?? "not settled") : "a cancellation";
    throw new UsageError(
      `--attempt: ${named} is ${state}; only an accepted refund can be cancelled.`,
    );
  }
  return attempt.processed === null ? { tag: "meant", attempt } : alreadyPaidOut(attempt);
}

function alreadyPaidOut({ id, processed }: Attempt): Meant {
  const when =
    processed === null ? "" : ` (seen on ${new Date(processed.at).toISOString().slice(0, 10)})`;
  return {
    tag: "refused",
    error: problem(
      "already-paid-out",
      `2Checkout has paid out the refund of attempt ${id}${when}, so it can no longer be cancelled.`,
    ),
  };
}

/** A refund as it is told apart from others of its order. */
export function describe({ id, amount, startedAt }: Attempt): string {
  const when = minuteText(startedAt);
  const money = amount === null ? "a refund" : moneyText(amount);
  return `${money}, requested at ${when} UTC (attempt ${id})`;
}
