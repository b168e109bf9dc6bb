import { isExcused, isUntrue } from "./excuses.ts";
import { type LedgerEntry, isSameRefund } from "./ledger.ts";
import { isUntrueCancel, type MoneyCall } from "./calls.ts";
import { showsEverything } from "./habits.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import type { KnownAttempt } from "./known-attempts.ts";
import { checkLife } from "./life-invariants.ts";
import { decimal, paidFor } from "./shop.ts";
import type { Tally } from "./tally.ts";
import type { Invariant } from "./violation.ts";
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
  checkCalls(world, violate);
  for (const attempt of world.known.values()) {
    if (attempt.kind !== "cancel") checkName(attempt, world, violate);
    checkLife(attempt, world, violate);
  }
  for (const attempt of journal.attempts) checkReopened(attempt, world, violate);
}

/** Each request stands in the journal before it leaves, leaves once, and not while another is open. */
function checkCalls({ service }: World, violate: Violate): void {
  const sent = new Set<string>();
  const all = [...service.calls(), ...service.cancels()];
  for (const call of all) {
    const what = "comment" in call ? call.comment : "a cancellation";
    const about = `${what} of ${call.number}`;
    if (call.attempt === null) violate("unrecorded", about);
    else if (sent.has(call.attempt)) violate("sent-again", about);
    if (call.beside.length > 0) violate("sent-though-blocked", `${about}: ${call.beside.join()}`);
    const isLegacy = "api" in call && call.api === "legacy";
    if (call.attempt !== null && !isLegacy) sent.add(call.attempt);
  }
}

/** Longer than any words of an API that anybody reads. */
const longestProblem = 20_000;

function checkReopened(attempt: RecordedAttempt, world: World, violate: Violate): void {
  const { id, comment, number, outcome, problem } = attempt;
  if ((problem ?? "").length > longestProblem) violate("unbounded", comment);
  if (outcome !== "refused") return;
  const calls = world.service.calls().filter((call) => call.number === number);
  const own = calls.findIndex((call) => call.attempt === id && call.entry !== null);
  if (own === -1 || calls[own]?.claim !== "doubted") return;
  const later = calls.slice(own + 1).filter(({ visit }) => !world.misread(visit));
  if (later.some(({ said }) => said === "answer pending request")) {
    violate("not-reopened", `${comment} of ${number}`);
  }
}

function checkTwice(
  earlier: LedgerEntry,
  entry: LedgerEntry,
  world: World,
  violate: Violate,
): void {
  if (earlier.undone !== null || entry.undone !== null || earlier.revived || entry.revived) return;
  if (world.repeats.has(entry.comment) && earlier.comment !== entry.comment) return;
  if (wasDenied(earlier, world) || isTheRest(earlier, entry, world)) return;
  violate("twice", `${earlier.comment} and ${entry.comment} of ${entry.number}`);
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
    .reduce((total, { amount }) => total + (amount ?? 0), 0);
  return sum <= paidFor(order);
}

/** Whether 2Checkout or a person said of a refund that it was not made. */
function wasDenied(entry: LedgerEntry, world: World): boolean {
  const call = callOf(entry, world);
  const attempt = world.known.get(call?.attempt ?? "");
  return (
    (call !== undefined && isExcused(call, world)) ||
    attempt?.untrueWord === true ||
    attempt?.untrueWithdrawal === true
  );
}

/** What no client could know better, counted once at the end of a sequence. */
export function countApart(world: World, tally: Tally): void {
  const calls = world.service.calls();
  const ours = world.ledger.entries().filter(({ by }) => by === "us");
  tally.refunds += ours.length;
  tally.deniedBy2Checkout += calls.filter((call) => call.entry !== null && isUntrue(call)).length;
  tally.claimedBy2Checkout += calls.filter((call) => isClaimedFalsely(call, world)).length;
  tally.untrueCancels += world.service.cancels().filter(isUntrueCancel).length;
  tally.cancelled += ours.filter(({ undone }) => undone === "cancelled").length;
  for (const attempt of world.known.values()) {
    if (attempt.processedBy !== null) tally.paidOut += 1;
    if (attempt.wasWithdrawn) tally.withdrawn += 1;
    if (attempt.untrueWithdrawal) tally.withdrawnUntruly += 1;
    const own = calls.filter((call) => call.attempt === attempt.id);
    const proven = own.some(({ entry, claim }) => entry !== null || claim === "made");
    if (attempt.untrueWord) tally.untrueWords += 1;
    else if (attempt.outcome === "accepted" && attempt.kind !== "cancel" && !proven)
      tally.equalRefunds += 1;
  }
  tally.twiceAfterDenial += ours.filter((entry, index) =>
    ours
      .slice(0, index)
      .filter((earlier) => earlier.undone === null && entry.undone === null)
      .some((earlier) => isSameRefund(earlier, entry) && wasDenied(earlier, world)),
  ).length;
}

function isClaimedFalsely(call: MoneyCall, { ledger }: World): boolean {
  if (call.entry !== null) return false;
  return isUntrue(call) || (call.claim === "done before" && ledger.of(call.number).length === 0);
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

function checkName(attempt: KnownAttempt, world: World, violate: Violate): void {
  const { id, outcome, number, comment } = attempt;
  const calls = world.service.calls().filter((call) => call.attempt === id);
  const made = calls.filter(({ entry }) => entry !== null);
  const what = `${comment} of ${number}: ${outcome ?? "unknown"} by ${attempt.settledBy ?? "nobody"}`;
  if (outcome === "refused" || outcome === "not-sent" || outcome === "not-applied") {
    if (made.length > 0) {
      if (outcome === "not-applied" && attempt.untrueWord) return;
      if (made.every((call) => isExcused(call, world)) && outcome !== "not-applied") return;
      violate("denied-though-made", what);
    }
    if (outcome !== "not-applied" && calls.some(({ claim }) => claim === "unclear")) {
      violate("settled-after-loss", what);
    }
  }
  if (outcome !== "accepted" || made.length > 0 || attempt.untrueWord) return;
  if (calls.some(({ claim }) => claim === "made")) return;
  if (!mayBeAnothers(attempt, calls, world)) violate("accepted-though-not-made", what);
}

/** Whether an equal refund, made by somebody else, is what it was taken for. */
function mayBeAnothers(
  { number, amount, kind }: KnownAttempt,
  calls: readonly MoneyCall[],
  world: World,
): boolean {
  // 2Checkout said itself that it was done; where that is untrue, it is counted apart.
  if (calls.some(({ claim }) => claim === "done before")) return true;
  const entries = world.ledger.entries().filter((entry) => entry.number === number);
  const order = world.orders.find(({ refNo }) => refNo === number);
  if (order === undefined) return entries.length > 0;
  if (kind === "total" && world.ledger.refunded(number) >= paidFor(order)) return true;
  const equal = entries.filter((entry) => decimal(entry.amount ?? 0, order.digits) === amount);
  // One that was shown before this attempt began is no evidence of it.
  const since = Math.min(...calls.map(({ madeBefore }) => madeBefore));
  const newer = equal.filter((entry) => world.ledger.entries().indexOf(entry) >= since);
  const readable = showsEverything(world.habits) && !entries.some(({ revived }) => revived);
  if (readable && calls.length > 0 && newer.length === 0) return false;
  const accepted = [...world.known.values()].filter(
    (each) => each.number === number && each.amount === amount && each.outcome === "accepted",
  );
  return equal.length >= accepted.length;
}

function callOf(entry: LedgerEntry, world: World): MoneyCall | undefined {
  return world.service.calls().find((call) => call.entry === entry);
}
