import { expect, test } from "vitest";
import { type Doubtful, type Explained, findEvidence } from "../../src/domain/evidence.ts";
import type { Order } from "../../src/domain/order.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import { accepted, currency, listed, money, order, unreadable } from "./build.ts";

const before = snapshotOf(order());

function doubtful(fields: Partial<Doubtful> = {}): Doubtful {
  return { kind: "partial", amount: money("30.00"), lines: [], before, ...fields };
}

/** Another attempt that was accepted, and the order as it was before it. */
function explained(amount: string, earlier: Partial<Order> | null, completes = false): Explained {
  const snapshot = earlier && snapshotOf(order(earlier));
  return { ...accepted(amount), completes, before: snapshot };
}

const orElse = "; somebody else may have made an equal refund";
const listedNow = `the order lists a refund of 30.00 USD that was not there before${orElse}`;

test.each<readonly [string, Doubtful, Partial<Order>]>([
  ["a new refund of the amount", doubtful(), listed(["30.00"])],
  [
    "one more of the amount than before",
    doubtful({ before: snapshotOf(order(listed(["30.00"]))) }),
    listed(["30.00"], ["30.00"]),
  ],
  ["a new one that names the same line", doubtful({ lines: ["a"] }), listed(["30.00", "a"])],
  [
    "a new one that names the same lines in another order",
    doubtful({ lines: ["a", "b"] }),
    listed(["30.00", "b", "a"]),
  ],
  ["a new one that names no line", doubtful({ lines: ["a"] }), listed(["30.00"])],
  ["a new one that names a line, where none was asked for", doubtful(), listed(["30.00", "a"])],
  ["a new one among others", doubtful(), listed(["5.00"], ["30.00"])],
  ["a new one of a total", doubtful({ kind: "total" }), listed(["30.00"])],
])("%s is evidence", (_, attempt, now) => {
  expect(findEvidence(attempt, order(now), [])).toBe(listedNow);
});

test.each<readonly [string, Doubtful, Partial<Order>]>([
  ["an unchanged order", doubtful(), {}],
  ["a new refund of another amount", doubtful(), listed(["30.01"])],
  ["a new refund of another line", doubtful({ lines: ["a"] }), listed(["30.00", "b"])],
  ["a new refund of more lines", doubtful({ lines: ["a"] }), listed(["30.00", "a", "b"])],
  ["a new refund of fewer lines", doubtful({ lines: ["a", "b"] }), listed(["30.00", "a"])],
  [
    "a refund that was there before",
    doubtful({ before: snapshotOf(order(listed(["30.00"]))) }),
    listed(["30.00"]),
  ],
  ["refunds that cannot be read now", doubtful(), unreadable],
  [
    "refunds that could not be read before",
    doubtful({ before: snapshotOf(order(unreadable)) }),
    listed(["30.00"]),
  ],
  [
    "the same number in another currency",
    doubtful(),
    { ...listed(["30.00 EUR"]), currency: currency("EUR") },
  ],
])("%s proves nothing", (_, attempt, now) => {
  expect(findEvidence(attempt, order(now), [])).toBeNull();
});

test.each<readonly [string, Partial<Order>, readonly Explained[], Partial<Order>, string | null]>([
  [
    "an accepted one that is still pending explains the entry",
    {},
    [explained("30.00", {})],
    listed(["30.00"]),
    null,
  ],
  [
    "a second entry is more than it explains",
    {},
    [explained("30.00", {})],
    listed(["30.00"], ["30.00"]),
    listedNow,
  ],
  [
    "two accepted ones explain two entries",
    {},
    [explained("30.00", {}), explained("30.00", {})],
    listed(["30.00"], ["30.00"]),
    null,
  ],
  [
    "one that was listed already explains nothing new",
    listed(["30.00"]),
    [explained("30.00", {})],
    listed(["30.00"], ["30.00"]),
    listedNow,
  ],
  [
    "one of another amount explains nothing",
    {},
    [explained("5.00", {})],
    listed(["30.00"]),
    listedNow,
  ],
  [
    "one listed and one hidden explain two",
    listed(["30.00"]),
    [explained("30.00", {}), explained("30.00", listed(["30.00"]))],
    listed(["30.00"], ["30.00"]),
    null,
  ],
  [
    "an entry from elsewhere does not show that an accepted one was listed",
    listed(["30.00"]),
    [explained("30.00", listed(["30.00"]))],
    listed(["30.00"], ["30.00"]),
    null,
  ],
  [
    "one whose order is not known may be hidden",
    listed(["30.00"]),
    [explained("30.00", null)],
    listed(["30.00"], ["30.00"]),
    null,
  ],
  [
    "one whose order was unreadable may be hidden",
    listed(["30.00"]),
    [explained("30.00", unreadable)],
    listed(["30.00"], ["30.00"]),
    null,
  ],
  [
    "one that came afterwards explains an entry too",
    {},
    [explained("30.00", listed(["30.00"]))],
    listed(["30.00"]),
    null,
  ],
])("of earlier attempts, %s", (_, then, others, now, evidence) => {
  const attempt = doubtful({ before: snapshotOf(order(then)) });
  expect(findEvidence(attempt, order(now), others)).toBe(evidence);
});

const total = doubtful({ kind: "total", amount: money("100.00") });

test.each<readonly [string, Partial<Order>, string]>([
  ["REFUND", { status: "REFUND" }, "the order's status changed from COMPLETE to REFUND"],
  [
    "REFUND though the refunds cannot be read",
    { status: "REFUND", ...unreadable },
    "the order's status changed from COMPLETE to REFUND",
  ],
  [
    "a negative total of an order that was reversed",
    { status: "REVERSED", paid: money("-100.00") },
    "the order was reversed, and its total turned negative (-100.00 USD)",
  ],
])("of a total, %s is evidence", (_, now, evidence) => {
  expect(findEvidence(total, order(now), [])).toBe(`${evidence}${orElse}`);
});

test.each<readonly [string, Doubtful, Partial<Order>, readonly Explained[]]>([
  ["of a partial refund", doubtful(), { status: "REFUND" }, []],
  ["of a line", doubtful({ kind: "lineitem" }), { paid: money("-100.00") }, []],
  [
    "of a total that another attempt completed",
    total,
    { status: "REFUND" },
    [explained("100.00", {}, true)],
  ],
  [
    "to what it was before",
    { ...total, before: snapshotOf(order({ status: "REFUND" })) },
    { status: "REFUND" },
    [],
  ],
  [
    "that was there before",
    { ...total, before: snapshotOf(order({ status: "REFUND" })) },
    { status: "REVERSED" },
    [],
  ],
  [
    "to REVERSED, which may be an authorisation that was reversed,",
    total,
    { status: "REVERSED" },
    [],
  ],
  ["of a price that becomes negative by itself", total, { paid: money("-100.00") }, []],
  [
    "to REVERSED with negative money, of an order that was never COMPLETE,",
    { ...total, before: snapshotOf(order({ status: "AUTHRECEIVED" })) },
    { status: "REVERSED", paid: money("-100.00") },
    [],
  ],
  ["to anything but refunded", total, { status: "CANCELED" }, []],
  ["of a price that becomes unknown", total, { paid: null }, []],
  ["of a price that becomes zero", total, { paid: money("0.00") }, []],
  [
    "of a price that was unknown",
    { ...total, before: snapshotOf(order({ paid: null })) },
    { status: "REVERSED", paid: money("-100.00") },
    [],
  ],
  [
    "of a price that was negative",
    { ...total, before: snapshotOf(order({ paid: money("-1.00") })) },
    { status: "REVERSED", paid: money("-100.00") },
    [],
  ],
])("a change %s proves nothing", (_, attempt, now, others) => {
  expect(findEvidence(attempt, order(now), others)).toBeNull();
});

test("a partial refund by somebody else does not hide that a total was completed", () => {
  const others = [explained("40.00", {}, false)];
  expect(findEvidence(total, order({ status: "REFUND" }), others)).not.toBeNull();
});
