import { isUntrueCancel, type MoneyCall } from "./calls.ts";
import { isUntrue, wasDenied } from "./excuses.ts";
import { isSameRefund } from "./ledger.ts";
import type { Tally } from "./tally.ts";
import type { World } from "./world.ts";

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
