import { isUntrueCancel } from "./calls.ts";
import { hasOthers, isUntrue, wasUndone } from "./excuses.ts";
import { pendingForMs } from "./habits.ts";
import { entryOf, type KnownAttempt } from "./known-attempts.ts";
import { cancelOutcome } from "./cancel-outcome.ts";
import type { Invariant } from "./violation.ts";
import type { World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** What may be said of a refund after it was accepted: cancelled, withdrawn, paid out. */
export function checkLife(attempt: KnownAttempt, world: World, violate: Violate): void {
  if (attempt.kind === "cancel") checkCancellation(attempt, world, violate);
  if (attempt.outcome === "withdrawn") checkWithdrawn(attempt, world, violate);
  if (attempt.processedBy !== null) checkProcessed(attempt, world, violate);
  if (attempt.forgotProcessed) violate("processed-forgotten", textOf(attempt));
}

function textOf({ comment, kind, number, outcome, settledBy, processedBy }: KnownAttempt): string {
  const paid = processedBy === null ? "" : `, paid out by ${processedBy}`;
  return `${comment || kind} of ${number}: ${outcome ?? "unknown"} by ${settledBy ?? "nobody"}${paid}`;
}

/** A cancellation is named by its one answer, or by a person. */
function checkCancellation(attempt: KnownAttempt, { service }: World, violate: Violate): void {
  const { id, outcome, settledBy } = attempt;
  if (outcome === null || settledBy === "person") return;
  const call = service.cancels().find((each) => each.attempt === id);
  const must = call === undefined ? "not-sent" : cancelOutcome(call.said);
  if (outcome !== must) violate("cancellation-misnamed", `${textOf(attempt)}, must be ${must}`);
}

/** By a person's word, or by a TRUE to a cancellation; if the refund stands, that word was untrue. */
function checkWithdrawn(attempt: KnownAttempt, world: World, violate: Violate): void {
  const { number, settledBy, saidWithdrawn } = attempt;
  const claims = world.service
    .cancels()
    .filter((call) => call.number === number && call.claim === "made");
  const isSaid = settledBy === "person" ? saidWithdrawn : settledBy === "answer";
  if (!isSaid || (settledBy === "answer" && claims.length === 0)) {
    violate("withdrawn-without-proof", textOf(attempt));
  }
  const entry = entryOf(attempt.id, world.service.calls());
  if (entry === null || entry.undone !== null || entry.revived || attempt.untrueWord) return;
  // It may have cancelled another refund of the order than the journal knows.
  const misled = claims.some((call) => isUntrueCancel(call) || call.undone !== entry);
  if (!misled) violate("withdrawn-though-it-stands", textOf(attempt));
}

function checkProcessed(attempt: KnownAttempt, world: World, violate: Violate): void {
  const { id, number, outcome, processedBy } = attempt;
  const what = textOf(attempt);
  const { looks, calls } = world.service;
  if (attempt.kind === "cancel" || outcome === "not-sent")
    violate("processed-though-not-paid", what);
  const shown = looks().some((look) => {
    if (look.number !== number) return false;
    return look.tag === "order"
      ? processedBy === "status" && look.status === "REFUND"
      : processedBy === "invoices" && look.count > 0;
  });
  if (!shown) violate("processed-without-look", what);
  const entry = entryOf(id, calls());
  const isPaid =
    entry !== null && entry.undone === null && world.clock.truth() - entry.at >= pendingForMs;
  if (!isPaid && !isConfused(number, world)) violate("processed-though-not-paid", what);
}

/** Money of the order moves that this journal does not know, or that somebody told it untruly. */
function isConfused(number: string, world: World): boolean {
  const { service, known, repeats, bold } = world;
  const attempts = [...known.values()].filter((each) => each.number === number);
  const unknown = world.ledger
    .of(number)
    .some(
      (entry) =>
        !attempts.some(({ id, outcome }) => isOf(id, entry, world) && outcome === "accepted"),
    );
  return (
    unknown ||
    hasOthers(number, world) ||
    wasUndone(number, world) ||
    service.calls().some((call) => call.number === number && isUntrue(call)) ||
    attempts.some(
      ({ untrueWord, comment }) => untrueWord || repeats.has(comment) || bold.has(comment),
    )
  );
}

function isOf(id: string, entry: object, { service }: World): boolean {
  return entryOf(id, service.calls()) === entry;
}
