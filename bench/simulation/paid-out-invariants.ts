import { hasOthers, isMuddled, isUntrue } from "./excuses.ts";
import { pendingForMs, showsEverything } from "./habits.ts";
import { entryOf } from "./known-attempts.ts";
import { isSameRefund } from "./ledger.ts";
import { parsed } from "./outcome.ts";
import { paidFor } from "./shop.ts";
import { namedIn } from "./steps/status.ts";
import type { Invariant } from "./violation.ts";
import type { Ran, World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** `status --refresh` looks so far back for withdrawn refunds that are paid out after all. */
const lookedBackMs = 60 * 24 * 3_600_000;

/** A withdrawn refund that stands beside the same refund, made since, is named once the order shows both. */
export function checkPaidTwice(status: Ran, world: World, violate: Violate): void {
  const document = status.code === 0 ? parsed(status.out) : null;
  if (document === null || !showsEverything(world.habits)) return;
  const named = namedIn(document["paidTwice"]);
  const known = [...world.known.values()];
  for (const attempt of known) {
    const { id, number, wasWithdrawn, startedAt } = attempt;
    const entry = entryOf(id, world.service.calls());
    if (!wasWithdrawn || attempt.kind === "cancel" || entry === null) continue;
    if (entry.undone !== null || entry.revived || world.journal.now() - startedAt > lookedBackMs)
      continue;
    const others = known.filter((each) => each.number === number && each.id !== id);
    const twin = others.find((each) => {
      const its = entryOf(each.id, world.service.calls());
      return its !== null && its.undone === null && isSameRefund(its, entry);
    });
    if (twin === undefined || twin.id < id || world.repeats.has(twin.comment)) continue;
    // More on the order, and one entry may explain another attempt.
    if (world.ledger.entries().filter((each) => each.number === number).length > 2) continue;
    if (hasOthers(number, world) || others.some(({ untrueWord }) => untrueWord)) continue;
    const calls = world.service.calls().filter((call) => call.number === number);
    if (calls.some(isUntrue) || calls.some(({ visit }) => world.misread(visit))) continue;
    if (!named.includes(id) && !named.includes(twin.id)) {
      violate("paid-twice-unsaid", `${attempt.comment} and ${twin.comment} of ${number}`);
    }
  }
}

/** After the last look: accepted refunds that make up the order are paid out where it reads REFUND. */
export function checkPaidOut(world: World, violate: Violate): void {
  for (const order of world.orders) {
    const { refNo } = order;
    const entries = world.ledger.of(refNo);
    const last = world.service
      .looks()
      .filter((look) => look.tag === "order" && look.number === refNo)
      .at(-1);
    if (last?.tag !== "order" || last.status !== "REFUND" || isMuddled(refNo, world)) continue;
    const accepted = [...world.known.values()].filter(
      (each) => each.number === refNo && each.kind !== "cancel" && each.outcome === "accepted",
    );
    const made = accepted.map(({ id }) => entryOf(id, world.service.calls()));
    const isPaid = entries.every(({ at }) => world.clock.truth() - at >= pendingForMs);
    if (!isPaid || made.some((entry) => entry === null) || made.length !== entries.length) continue;
    if (world.ledger.refunded(refNo) !== paidFor(order)) continue;
    const waiting = accepted.filter(({ processedBy }) => processedBy === null);
    if (waiting.length > 0) violate("paid-out-unsaid", `${waiting[0]?.comment ?? ""} of ${refNo}`);
  }
}
