import { callOf, isExcused, isUntrue, wasDenied } from "./excuses.ts";
import { type LedgerEntry, isSameRefund } from "./ledger.ts";
import type { MoneyCall } from "./calls.ts";
import { showsEverything } from "./habits.ts";
import type { RecordedAttempt, RecordedJournal } from "./journal-reader.ts";
import { checkLife } from "./life-invariants.ts";
import { paidFor } from "./shop.ts";
import type { Invariant } from "./violation.ts";
import { checkName } from "./naming-invariants.ts";
import type { World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** Compares what was really refunded with what the journal says of it. */
export function checkLedger(world: World, violate: Violate): void {
  const journal = world.read();
  const ours = world.ledger.entries().filter(({ by }) => by === "us");
  for (const [index, entry] of ours.entries()) {
    for (const earlier of ours.slice(0, index)) {
      if (isSameRefund(earlier, entry)) checkTwice(earlier, entry, world, violate);
    }
    const ids = [...world.known.values()].filter(({ comment }) => comment === entry.comment);
    if (!ids.some(({ id }) => journal.text.includes(id))) {
      violate("lost", `${entry.comment} of ${entry.number}`);
    }
  }
  checkRepeats(world, ours, violate);
  checkSums(world, violate);
  checkCalls(world, journal.text, violate);
  for (const attempt of world.known.values()) {
    if (attempt.kind !== "cancel") checkName(attempt, world, violate);
    checkLife(attempt, world, violate);
  }
  for (const attempt of journal.attempts) checkReopened(attempt, journal, world, violate);
}

/** Each request stands in the journal before it leaves, leaves once, and not while another is open. */
function checkCalls({ service }: World, text: string, violate: Violate): void {
  const sent = new Set<string>();
  const all = [...service.calls(), ...service.cancels()];
  for (const call of all) {
    const what = "comment" in call ? call.comment : "a cancellation";
    const about = `${what} of ${call.number}`;
    if (call.attempt === null) violate("unrecorded", about);
    else if (!text.includes(call.attempt)) violate("lost", about);
    else if (sent.has(call.attempt)) violate("sent-again", about);
    if (call.beside.length > 0) violate("sent-though-blocked", `${about}: ${call.beside.join()}`);
    const isLegacy = "api" in call && call.api === "legacy";
    if (call.attempt !== null && !isLegacy) sent.add(call.attempt);
  }
}

/** Longer than any words of an API that anybody reads. */
const longestProblem = 20_000;

function checkReopened(
  attempt: RecordedAttempt,
  journal: RecordedJournal,
  world: World,
  violate: Violate,
): void {
  const { id, comment, number, outcome, problem } = attempt;
  if ((problem ?? "").length > longestProblem) violate("unbounded", comment);
  if (outcome !== "refused") return;
  const calls = world.service.calls().filter((call) => call.number === number);
  const own = calls.findIndex((call) => call.attempt === id && call.entry !== null);
  if (own === -1 || calls[own]?.claim !== "doubted") return;
  const later = calls.slice(own + 1).filter(({ visit }) => !world.misread(visit));
  // An attempt that may be the pending one itself, after a first try, is left open, and blocks the order in its place.
  const refused = new Set(
    journal.attempts.flatMap((each) => (each.outcome === "refused" ? [each.id] : [])),
  );
  const isContradiction = ({ said, attempt: by }: MoneyCall) =>
    said === "answer pending request" && by !== null && refused.has(by);
  if (later.some(isContradiction)) {
    violate("not-reopened", `${comment} of ${number}`);
  }
}

function checkTwice(
  earlier: LedgerEntry,
  entry: LedgerEntry,
  world: World,
  violate: Violate,
): void {
  checkRow(earlier, entry, world, violate);
  if (earlier.undone !== null || entry.undone !== null || earlier.revived || entry.revived) return;
  if (world.repeats.has(entry.comment) && earlier.comment !== entry.comment) return;
  if (wasDenied(earlier, world) || isTheRest(earlier, entry, world)) return;
  violate("twice", `${earlier.comment} and ${entry.comment} of ${entry.number}`);
}

/** A row whose refund was withdrawn is done: its file does not refund it again. */
function checkRow(earlier: LedgerEntry, entry: LedgerEntry, world: World, violate: Violate): void {
  if (earlier.comment !== entry.comment) return;
  const attempt = world.known.get(callOf(earlier, world)?.attempt ?? "");
  if (attempt?.outcome === "withdrawn") {
    violate("row-begun-again", `${entry.comment} of ${entry.number}`);
  }
}

/** Everything that was left may come to as much as a part that was refunded before. */
function isTheRest(earlier: LedgerEntry, entry: LedgerEntry, world: World): boolean {
  const kinds = [earlier, entry].map(({ comment }) => world.wished.get(comment)?.row["kind"]);
  const [before, now] = kinds.map((kind) => kind === "total");
  const order = world.orders.find(({ refNo }) => refNo === entry.number);
  if (before === now || order === undefined) return false;
  const sum = world.ledger
    .of(entry.number)
    // Of a refund in the control panel that 2Checkout does not show, no client can know.
    .filter(({ at, by }) => at <= entry.at && (by === "us" || showsEverything(world.habits)))
    // Nor of one that 2Checkout made and denied: everything that is left is asked for once more, as it may be.
    .filter((made) => !wasDenied(made, world))
    .reduce((total, { amount }) => total + (amount ?? 0), 0);
  return sum <= paidFor(order);
}

function checkRepeats(world: World, ours: readonly LedgerEntry[], violate: Violate): void {
  const seen = new Set<string>();
  for (const entry of ours) {
    const again = world.repeats.get(entry.comment);
    if (again === undefined || entry.undone !== null || entry.revived) continue;
    const call = callOf(entry, world);
    if (call !== undefined && (isExcused(call, world) || isMisled(call, world))) continue;
    if (seen.has(again)) violate("again-twice", `${again}, last by ${entry.comment}`);
    seen.add(again);
  }
}

/** Of an order that nobody lied about, never more than was paid. */
function checkSums(world: World, violate: Violate): void {
  for (const order of world.orders) {
    const entries = world.ledger.of(order.refNo).filter(({ by }) => by === "us");
    const calls = world.service.calls().filter(({ number }) => number === order.refNo);
    const bold = entries.some(
      ({ comment }) => world.repeats.has(comment) || world.bold.has(comment),
    );
    if (bold || calls.some(isUntrue) || calls.some((call) => isMisled(call, world))) continue;
    if (entries.some(({ revived }) => revived)) continue;
    const sum = entries.reduce((total, { amount }) => total + (amount ?? 0), 0);
    if (sum > paidFor(order)) violate("overpaid", `${order.refNo}: ${sum} of ${paidFor(order)}`);
  }
}

function isMisled({ number }: MoneyCall, { known }: World): boolean {
  return [...known.values()].some(
    (each) => each.number === number && (each.untrueWord || each.untrueWithdrawal),
  );
}
