import type { Settlement } from "../../api/contract.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Talk } from "../../prompt/talk.ts";
import { safe } from "../../safe-text.ts";
import type { CancelTask, SentCancellation } from "./cancel-task.ts";
import type { RecordedEnd } from "./cancellation.ts";
import { type Proof, whatWasCancelled } from "./what-was-cancelled.ts";

/** Writes what an answer to a cancellation comes to. */
export async function settleCancellation(
  settlement: Settlement,
  cancellation: AttemptId,
  giveUp: AbortSignal,
  journal: Journal,
  task: CancelTask,
): Promise<SentCancellation> {
  const at = task.run.context.now();
  switch (settlement.tag) {
    case "accepted":
      return settleDone(cancellation, giveUp, journal, task);
    case "unknown":
    case "not-accepted": {
      const said = settlement.problem;
      const warnings = await written(async () => {
        await journal.leaveUnknown(cancellation, said, at);
        return [];
      });
      return ended({ tag: "unknown", cancellation, error: about(said, cancellation) }, warnings);
    }
    case "refused":
    case "refused-undocumented":
    case "already-refunded":
      return settleAs("refused", settlement.problem);
    case "nothing-done":
    case "credentials":
    case "not-sent":
      return settleAs("not-sent", settlement.problem);
  }

  async function settleAs(tag: "refused" | "not-sent", said: Problem): Promise<SentCancellation> {
    const warnings = await written(async () => {
      const settled = { outcome: tag, by: "answer", problem: said, evidence: null, at } as const;
      await journal.settle(cancellation, settled);
      return [];
    });
    return ended({ tag, cancellation, error: about(said, cancellation) }, warnings);
  }
}

/** TRUE: _a_ refund of the order was cancelled. Which one, the order and the journal have to tell. */
async function settleDone(
  cancellation: AttemptId,
  giveUp: AbortSignal,
  journal: Journal,
  { rpc, run, subject }: CancelTask,
): Promise<SentCancellation> {
  const signal = AbortSignal.any([giveUp, AbortSignal.timeout(run.settings.timeoutMs)]);
  const again = await run.talk
    .during(safe`Reading the order again…`, rpc.readOrder(subject.number, { signal }))
    .catch(() => null);
  const at = run.context.now();
  let withdrawn: AttemptId | null = null;
  const warnings = await written(async () => {
    const seen = again?.tag === "read" ? again.value : null;
    const proof = await journal.attemptsOn(subject).then(
      (attempts) => whatWasCancelled(attempts, seen, journal.now()),
      // That it was accepted is known, and kept, whatever a look at the journal shows.
      (error: unknown): Proof => {
        if (!journal.isAway(error)) throw error;
        return { tag: "unclear", why: "the journal could not be read when the answer came" };
      },
    );
    if (proof.tag === "withdrawn") {
      const { attempt, evidence } = proof;
      const took = await journal.withdraw(attempt, { by: "answer", evidence, at, cancellation });
      if (took) {
        withdrawn = attempt;
        return [];
      }
    }
    if (proof.tag === "elsewhere") {
      await journal.settle(cancellation, {
        outcome: "accepted",
        by: "answer",
        problem: null,
        evidence: "2Checkout cancelled a refund of the order that this journal does not know",
        at,
      });
      return [cancelledElsewhere];
    }
    const why = proof.tag === "unclear" ? proof.why : "the refund changed meanwhile";
    await journal.settle(cancellation, {
      outcome: "accepted",
      by: "answer",
      problem: null,
      evidence: `2Checkout cancelled a refund of the order; which one is not clear: ${why}`,
      at,
    });
    return [cancelledUnclear(why, run.talk)];
  });
  return ended({ tag: "accepted", cancellation, withdrawn, error: null }, warnings);
}

const cancelledElsewhere = problem(
  "cancelled-unclear",
  "2Checkout cancelled a refund of this order that this journal does not know: one from the control panel, or the customer's own request.",
);

function cancelledUnclear(why: string, { nextCommand }: Pick<Talk, "nextCommand">): Problem {
  const say = nextCommand("reconcile <attempt> --withdrawn").text;
  return problem(
    "cancelled-unclear",
    `2Checkout cancelled a refund of this order, but it is not clear which: ${why}. The refund stays recorded as accepted. Look in the control panel; if it is cancelled there, say so: ${say}`,
  );
}

/** Does the writing. What cannot be written is said: 2Checkout's answer stands whatever the disk does. */
async function written(write: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await write();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const message = `The outcome could not be written to the journal, so the cancellation stays open there: ${words}`;
    return [problem("journal-not-updated", message)];
  }
}

function ended(end: RecordedEnd, warnings: readonly Problem[]): SentCancellation {
  return { tag: "sent", end, warnings };
}

function about(said: Problem, attempt: AttemptId) {
  return { ...said, attempt };
}
