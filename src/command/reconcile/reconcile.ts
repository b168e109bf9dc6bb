import type { OrderPage } from "../../domain/order-page.ts";
import { UsageError } from "../../failure.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { SettledOutcome } from "../../domain/attempt-outcome.ts";
import { isBusy } from "../../journal/busy.ts";
import type { Journal } from "../../journal/journal.ts";
import { askLegacyAgain } from "./ask-legacy-again.ts";
import { askOrder } from "./ask-order.ts";
import { askPerson, type Word } from "./ask-person.ts";
import { chosenAttempts, type Which } from "./chosen.ts";
import { isOwn, ordersToAsk } from "./own-attempt.ts";
import { orderReaders } from "./order-reader.ts";
import type { OrderReader } from "./orders-ahead.ts";
import { outcomeOfWord, settleAttempt, settleCancelled, type Settling } from "./settle-word.ts";
import { sayPaidOut } from "./say-paid-out.ts";
import { waitUntilSettled } from "./wait.ts";
import { requireOrderPage } from "../order-page.ts";
import type { Run } from "../run.ts";
import { useJournal } from "../use-journal.ts";

export interface ReconcileInput {
  readonly which: Which;
  /** What a person saw in the control panel. */
  readonly said: Word | null;
  readonly yes: boolean;
  /** Opens an order in the browser before a person is asked about it. */
  readonly web: boolean;
  /** For so many milliseconds at most it is looked again until all is settled; null: one look. */
  readonly waitMs: number | null;
}

export interface Reconciled {
  readonly attempt: Attempt;
  readonly outcome: SettledOutcome | "unknown";
  /** What the outcome rests on; for an unknown one, why it stays unknown. */
  readonly evidence: string;
  /** If set, its process may be busy with it until then (milliseconds since the epoch), so nothing was asked. */
  readonly busyUntil?: number;
  /** It was settled before, and nothing was found that says otherwise. */
  readonly standsAsBefore?: true;
}

export interface Reconciliation {
  readonly which: Which;
  readonly results: readonly Reconciled[];
  /** Of each attempt the shortest end of its name that tells it from others. */
  readonly shortNames: ReadonlyMap<string, string>;
  /** Where a person looks orders up. */
  readonly page: OrderPage | null;
}

/** Settles attempts whose outcome is unknown, by asking 2Checkout and, if that is not enough, a person. */
export async function reconcile(input: ReconcileInput, run: Run): Promise<Reconciliation> {
  if (input.web) requireOrderPage(run);
  return useJournal(run, { create: false }, async (journal) => {
    const results: Reconciled[] = [];
    const readerFor = orderReaders(run);
    const { waitMs } = input;
    if (waitMs !== null) {
      const open = async () => {
        const attempts = await chosenAttempts(input, journal, run);
        return attempts.filter(({ outcome }) => outcome === null);
      };
      results.push(...(await waitUntilSettled(open, waitMs, { journal, readerFor, run })));
    }
    const settled = new Set(results.map(({ attempt }) => attempt.id));
    const chosen = await chosenAttempts(input, journal, run);
    const attempts = chosen.filter(({ id }) => !settled.has(id));
    const reader = readerFor(await ordersToAsk(attempts, run, journal.now()));
    for (const attempt of attempts) {
      try {
        results.push(await reconcileOne(attempt, input, run, journal, reader));
      } catch (error) {
        // A legacy line may have been refunded by now: report what was settled, and leave the rest as it is.
        if (results.length === 0 && !run.stopping.wasSent()) throw error;
        results.push(unsettled(attempt, error instanceof Error ? error.message : String(error)));
      }
    }
    const told = results.filter((result) => isTold(result, input));
    return {
      which: input.which,
      results: told,
      page: run.settings.orderPage,
      shortNames: await journal.shortNames(told.map(({ attempt }) => attempt.id)),
    };
  });
}

/** An attempt that stands as it was settled before is listed only if the user named it. */
function isTold({ standsAsBefore }: Reconciled, { which }: ReconcileInput): boolean {
  return which.tag === "named" || standsAsBefore !== true;
}

/** Settles one attempt if anything can. */
export async function reconcileOne(
  attempt: Attempt,
  input: Pick<ReconcileInput, "said" | "yes" | "web">,
  run: Run,
  journal: Journal,
  reader: OrderReader,
): Promise<Reconciled> {
  const { context } = run;
  const { subject } = attempt;
  if (!(await isOwn(attempt, run))) {
    const whose = `belongs to ${subject.account} at ${subject.realm}; run this with that account's profile`;
    // Nobody may take a word that was not recorded for one that was.
    if (input.said !== null) {
      throw new UsageError(`Attempt ${attempt.id} ${whose}. --${input.said} was not recorded.`);
    }
    return unsettled(attempt, `it ${whose}`);
  }
  if (input.said === "paid-out") {
    const evidence = await sayPaidOut(attempt, input, run, journal);
    return { attempt, outcome: "accepted", evidence };
  }
  if (isBusy(attempt, journal.now())) {
    const until = new Date(attempt.busyUntil).toISOString();
    const ignored = input.said === null ? "" : `; --${input.said} was not recorded`;
    const why = `its process may still be running; try again after ${until}${ignored}`;
    return { ...unsettled(attempt, why), busyUntil: attempt.busyUntil };
  }
  const found =
    subject.api === "rpc6"
      ? await askOrder(attempt, subject, journal, reader)
      : await askLegacyAgain(attempt, subject.number, input, run, journal);
  if (found.settled !== null && input.said !== "withdrawn") {
    const { outcome, evidence } = found.settled;
    const by = "evidence";
    const result = await settle(attempt, { outcome, by, evidence, at: context.now() }, journal);
    if (input.said === null || outcomeOfWord(attempt, input.said) === result.outcome) return result;
    const unheard = `--${input.said} was not recorded, because evidence outweighs a person's word`;
    return { ...result, evidence: `${result.evidence}; ${unheard}` };
  }
  if (attempt.outcome !== null && input.said === null) {
    const { outcome } = attempt;
    return { attempt, outcome, evidence: groundsOf(attempt), standsAsBefore: true };
  }
  const said = await askPerson(attempt, input, found.nothing, run);
  if (said === null) return unsettled(attempt, found.nothing);
  const who = `said by ${context.who.user}@${context.who.host}`;
  const settling: Settling = {
    outcome: outcomeOfWord(attempt, said),
    by: "person",
    evidence: found.seen === null ? who : `${who}; ${found.seen}`,
    at: context.now(),
  };
  const result = await settle(attempt, settling, journal);
  if (input.said !== null && result.outcome !== settling.outcome && result.outcome !== "unknown") {
    throw new UsageError(
      `Attempt ${attempt.id} stays ${result.outcome}, which rests on more than a person's word (${result.evidence}). --${input.said} was not recorded.`,
    );
  }
  return result;
}

async function settle(attempt: Attempt, settling: Settling, journal: Journal): Promise<Reconciled> {
  const { outcome, evidence } = settling;
  try {
    const written =
      attempt.kind === "cancel" && outcome === "accepted"
        ? await settleCancelled(attempt, settling, journal)
        : await settleAttempt(attempt, settling, journal);
    if (written) return { attempt, outcome, evidence };
    const now = await journal.find(attempt.id);
    return {
      attempt,
      outcome: now?.outcome ?? "unknown",
      evidence: now === null ? evidence : groundsOf(now),
    };
  } catch (error) {
    // The legacy call may just have refunded it: if that cannot be written, it stays unknown, and this is reported.
    const words = error instanceof Error ? error.message : String(error);
    return unsettled(attempt, `${evidence}, but the journal could not be written: ${words}`);
  }
}

/** What a settled attempt rests on, in words. */
function groundsOf({ evidence, settledBy }: Attempt): string {
  if (evidence !== null) return evidence;
  return settledBy === "answer" ? "2Checkout said so in its answer" : "said by a person";
}

function unsettled(attempt: Attempt, why: string): Reconciled {
  return { attempt, outcome: attempt.outcome ?? "unknown", evidence: why };
}
