import type { AcceptedRefund } from "./balance.ts";
import { decimalText, type Money, moneyFromWire, moneyText } from "./money.ts";
import type { Order } from "./order.ts";
import type { RefundKind } from "./refund-kind.ts";
import { type OrderSnapshot, type RefundsSnapshot, snapshotOf } from "./snapshot.ts";

/** The attempt whose outcome is in doubt. */
export interface Doubtful {
  readonly kind: RefundKind;
  readonly amount: Money;
  /** References of the lines it named; empty when it named none. */
  readonly lines: readonly string[];
  readonly before: OrderSnapshot;
}

/** A refund in doubt, which was sent to an order as it was `before`. */
export function doubtfulOf(
  { kind, amount, items }: Pick<Doubtful, "kind" | "amount"> & Pick<AcceptedRefund, "items">,
  before: OrderSnapshot,
): Doubtful {
  const lines = items.flatMap(({ reference }) => (reference === null ? [] : [reference]));
  return { kind, amount, lines, before };
}

/** Another attempt on the same order that is known to be accepted, and the order as it was before it. */
export interface Explained extends AcceptedRefund {
  readonly completes: boolean;
  readonly before: OrderSnapshot | null;
}

/** Adds that it may be somebody else's: nothing that can be read says who asked for a refund. */
export function withOtherSource(shown: string): string {
  return `${shown}; somebody else may have made an equal refund`;
}

/**
 * What in the order, as read again, shows that a doubtful refund was accepted, in words; null if nothing
 * does, which proves nothing. The words end with what else it may be.
 * @see docs/evidence.md for each rule and its reason
 */
export function findEvidence(
  doubtful: Doubtful,
  now: Order,
  others: readonly Explained[],
): string | null {
  const shown = listedEvidence(doubtful, now, others) ?? statusEvidence(doubtful, now, others);
  return shown && withOtherSource(shown);
}

function listedEvidence(
  doubtful: Doubtful,
  now: Order,
  others: readonly Explained[],
): string | null {
  const after = snapshotOf(now).refunds;
  if (now.currency !== doubtful.amount.currency) return null;
  const then = countMatching(doubtful.before.refunds, doubtful);
  const today = countMatching(after, doubtful);
  if (then === null || today === null) return null;
  const hidden = hiddenThen(doubtful, then, others);
  if (today <= then + hidden) return null;
  // A cancelled one that was there before may read otherwise today: then it is no new one.
  const undoneThen = countUndone(doubtful.before.refunds, doubtful);
  if (today + countUndone(after, doubtful) <= then + undoneThen + hidden) return null;
  // Other refunds may bring a summed amount to exactly this one, so the sum of all must have grown by it as well.
  if (listedMinor(after, now) - listedMinor(doubtful.before.refunds, now) < doubtful.amount.minor) {
    return null;
  }
  return `the order lists a refund of ${moneyText(doubtful.amount)} that was not there before`;
}

/**
 * Whether the order's refunds changed in a way that this one may explain, although none is listed: they cannot be read
 * now, or their sum grew by exactly this amount.
 */
export function mayTellOf(doubtful: Doubtful, now: Order): boolean {
  const { amount, before } = doubtful;
  const after = snapshotOf(now).refunds;
  if (after.hash === before.refunds.hash) return false;
  if (after.tag === "unreadable") return true;
  const matchesChanged = countMatching(after, doubtful) !== countMatching(before.refunds, doubtful);
  const grown = listedMinor(after, now) - listedMinor(before.refunds, now);
  return !matchesChanged && now.currency === amount.currency && grown === amount.minor;
}

function listedMinor(refunds: RefundsSnapshot, { currency }: Order): bigint {
  const entries = refunds.tag === "readable" ? refunds.entries : [];
  return entries.reduce(
    (sum, { amount }) => sum + (moneyFromWire(amount, currency)?.minor ?? 0n),
    0n,
  );
}

/**
 * Accepted attempts of the same amount that the order may not have shown yet when the doubtful one was
 * sent: each explains one new entry.
 */
function hiddenThen(doubtful: Doubtful, then: number, others: readonly Explained[]): number {
  const alike = others.filter(({ amount }) => amount.minor === doubtful.amount.minor);
  const atFirst = alike
    .map(({ before }) => before && countMatching(before.refunds, doubtful))
    .filter((count) => count !== null);
  const shownSince = then - Math.min(then, ...atFirst);
  return Math.max(0, alike.length - shownSince);
}

/** Entries of this amount that name no lines, or only lines of the attempt. Null when unreadable. */
function countMatching(refunds: RefundsSnapshot, { amount, lines }: Doubtful): number | null {
  switch (refunds.tag) {
    case "none":
      return 0;
    case "unreadable":
      return null;
    case "readable":
      return refunds.entries.filter(
        (entry) => entry.amount === decimalText(amount) && fits(entry.lines, lines),
      ).length;
  }
}

/** Entries of this amount that say they were cancelled or declined. */
function countUndone(refunds: RefundsSnapshot, { amount }: Doubtful): number {
  const undone = refunds.tag === "readable" ? (refunds.undone ?? []) : [];
  return undone.filter((listed) => listed === decimalText(amount)).length;
}

function fits(named: readonly string[] | null, wanted: readonly string[]): boolean {
  if (named === null || wanted.length === 0) return true;
  return named.length === wanted.length && named.every((line) => wanted.includes(line));
}

/**
 * That everything was refunded is evidence for a `total` only. REVERSED by itself is a reversed
 * authorisation; it only shows a refund if money turned negative, after COMPLETE.
 */
function statusEvidence(
  { kind, before }: Doubtful,
  now: Order,
  others: readonly Explained[],
): string | null {
  if (kind !== "total" || others.some(({ completes }) => completes)) return null;
  if (before.status === "REFUND" || before.status === "REVERSED") return null;
  if (now.status === "REFUND") return `the order's status changed from ${before.status} to REFUND`;
  const turned = before.paid !== null && !before.paid.startsWith("-");
  return turned && now.paid !== null && now.paid.minor < 0n && isReversedSale(before, now)
    ? `the order was reversed, and its total turned negative (${moneyText(now.paid)})`
    : null;
}

function isReversedSale(before: OrderSnapshot, now: Order): boolean {
  return before.status === "COMPLETE" && now.status === "REVERSED";
}
