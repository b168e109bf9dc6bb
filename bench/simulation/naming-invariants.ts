import type { MoneyCall } from "./calls.ts";
import { isExcused } from "./excuses.ts";
import { showsEverything } from "./habits.ts";
import type { KnownAttempt } from "./known-attempts.ts";
import { decimal, paidFor } from "./shop.ts";
import type { Invariant } from "./violation.ts";
import type { World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** Whether what the journal calls an attempt to refund is what came of it. */
export function checkName(attempt: KnownAttempt, world: World, violate: Violate): void {
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
