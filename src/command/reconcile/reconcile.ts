import type { Reading } from "../../api/contract.ts";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { ConfigurationError, UsageError } from "../../failure.ts";
import type { Attempt, OrderSubject, SettledOutcome } from "../../journal/attempt.ts";
import { isBusy } from "../../journal/busy.ts";
import type { Journal } from "../../journal/journal.ts";
import { safe } from "../../safe-text.ts";
import { askLegacyAgain } from "./ask-legacy-again.ts";
import { askPerson, type Word } from "./ask-person.ts";
import { attemptEvidence, mayBeOverruled } from "../attempt-evidence.ts";
import { findCredentials, rpcAccount } from "../credentials.ts";
import type { Finding } from "./finding.ts";
import { confirmation, missing } from "../missing.ts";
import type { Run } from "../run.ts";
import { noSuchAttempt, useJournal } from "../use-journal.ts";

export interface ReconcileInput {
  /** If left out, all unresolved attempts. */
  readonly attempt: AttemptId | undefined;
  /** What a person saw in the control panel. */
  readonly said: Word | null;
  readonly yes: boolean;
}

export interface Reconciled {
  readonly attempt: Attempt;
  readonly outcome: SettledOutcome | "unknown";
  /** What the outcome rests on; for an unknown one, why it stays unknown. */
  readonly evidence: string;
  /** If set, its process may be busy with it until then (milliseconds since the epoch), so nothing was asked. */
  readonly busyUntil?: number;
}

/** Settles attempts whose outcome is unknown, by asking 2Checkout and, if that is not enough, a person. */
export async function reconcile(input: ReconcileInput, run: Run): Promise<readonly Reconciled[]> {
  if (input.said !== null && input.attempt === undefined) {
    throw new UsageError(`--${input.said} is for one attempt: give its id.`);
  }
  if (input.said !== null && !input.yes && !run.talk.asks) {
    throw missing([confirmation], false);
  }
  return useJournal(run, { create: false }, async (journal) => {
    const results: Reconciled[] = [];
    const readOrder = orderReader(run);
    for (const attempt of await chosen(input, journal, run)) {
      try {
        results.push(await reconcileOne(attempt, input, run, journal, readOrder));
      } catch (error) {
        // A legacy line may have been refunded by now: report what was settled, and leave the rest as it is.
        if (results.length === 0 && !run.stopping.wasSent()) throw error;
        results.push(unsettled(attempt, error instanceof Error ? error.message : String(error)));
      }
    }
    return results;
  });
}

/**
 * How long after an attempt was made every reconcile looks again for a refund that a person called not applied;
 * docs/evidence.md says why not longer.
 */
const doubtPersonForMs = 30 * 86_400_000;

/** Unresolved attempts, and recent ones that a person called not applied. Any attempt if it is named. */
async function chosen(
  input: ReconcileInput,
  journal: Journal,
  run: Run,
): Promise<readonly Attempt[]> {
  if (input.attempt === undefined) {
    const open = await journal.list({ outcome: "unknown" });
    const since = run.context.now() - doubtPersonForMs;
    const young = { outcome: "not-applied", settledBy: "person", since } as const;
    return [...open, ...(await journal.list(young))];
  }
  const attempt = await journal.find(input.attempt);
  if (attempt === null) throw noSuchAttempt(input.attempt, run);
  if (attempt.outcome !== null && attempt.settledBy !== "person" && !mayBeOverruled(attempt)) {
    throw new UsageError(`Attempt ${attempt.id} is already settled: ${attempt.outcome}.`);
  }
  return [attempt];
}

/** Settles one attempt if anything can. */
export async function reconcileOne(
  attempt: Attempt,
  input: ReconcileInput,
  run: Run,
  journal: Journal,
  readOrder: OrderReader,
): Promise<Reconciled> {
  const { context, settings } = run;
  const { subject } = attempt;
  const own = subject.api === "rpc6" ? settings.rpc : settings.legacy;
  const sameRealm = subject.realm === own.realm;
  const account = sameRealm ? (await findCredentials(subject.api, run)).name : null;
  if (account !== subject.account) {
    return unsettled(
      attempt,
      `it belongs to ${subject.account} at ${subject.realm}; run this with that account's profile`,
    );
  }
  if (isBusy(attempt, journal.now())) {
    const until = new Date(attempt.busyUntil).toISOString();
    const ignored = input.said === null ? "" : `; --${input.said} was not recorded`;
    const why = `its process may still be running; try again after ${until}${ignored}`;
    return { ...unsettled(attempt, why), busyUntil: attempt.busyUntil };
  }
  const found =
    subject.api === "rpc6"
      ? await askOrder(attempt, subject, journal, readOrder)
      : await askLegacyAgain(attempt, subject.number, input, run, journal);
  if (found.settled !== null) {
    const { outcome, evidence } = found.settled;
    return settle(attempt, outcome, "evidence", evidence, run, journal);
  }
  if (attempt.outcome !== null && input.said === null) {
    return { attempt, outcome: attempt.outcome, evidence: attempt.evidence ?? "said by a person" };
  }
  const said = await askPerson(attempt, input, found.nothing, run);
  return said === null
    ? unsettled(attempt, found.nothing)
    : settle(
        attempt,
        said,
        "person",
        `said by ${context.who.user}@${context.who.host}`,
        run,
        journal,
      );
}

export type OrderReader = (refNo: OrderNumber) => Promise<Reading<Order>>;

/** One login for all orders. @throws ConfigurationError when the account itself is rejected */
function orderReader(run: Run): OrderReader {
  let rpc: Rpc6 | null = null;
  return async (refNo) => {
    rpc ??= openRpc6(await rpcAccount(run), run.transport, run.context);
    const reading = await run.talk.during(safe`Reading order ${refNo}…`, rpc.readOrder(refNo));
    if (reading.tag === "failed" && reading.failure.tag === "credentials") {
      throw new ConfigurationError(reading.failure.problem.message, reading.failure.problem.code);
    }
    return reading;
  };
}

async function askOrder(
  attempt: Attempt,
  subject: OrderSubject,
  journal: Journal,
  readOrder: OrderReader,
): Promise<Finding> {
  const reading = await readOrder(subject.number);
  if (reading.tag === "failed") {
    return { settled: null, nothing: reading.failure.problem.message };
  }
  const others = await journal.attemptsOn(subject);
  const evidence = attemptEvidence(attempt, reading.value, others);
  return evidence === null
    ? { settled: null, nothing: "the order does not show it, which does not prove that it failed" }
    : { settled: { outcome: "accepted", evidence }, nothing: "" };
}

async function settle(
  attempt: Attempt,
  outcome: SettledOutcome,
  by: "evidence" | "person",
  evidence: string,
  { context }: Run,
  journal: Journal,
): Promise<Reconciled> {
  try {
    const written = await journal.settle(attempt.id, {
      outcome,
      by,
      evidence,
      problem: null,
      at: context.now(),
    });
    if (written) return { attempt, outcome, evidence };
    const now = await journal.find(attempt.id);
    return { attempt, outcome: now?.outcome ?? "unknown", evidence: now?.evidence ?? evidence };
  } catch (error) {
    // The legacy call may just have refunded it: if that cannot be written, it stays unknown, and this is reported.
    const words = error instanceof Error ? error.message : String(error);
    return unsettled(attempt, `${evidence}, but the journal could not be written: ${words}`);
  }
}

function unsettled(attempt: Attempt, why: string): Reconciled {
  return { attempt, outcome: attempt.outcome ?? "unknown", evidence: why };
}
