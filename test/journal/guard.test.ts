import { expect, test } from "vitest";
import type { Attempt, RefundAttempt } from "../../src/journal/attempt.ts";
import { forbiddenBy } from "../../src/journal/guard.ts";
import { intent, noLater } from "./open.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const first = parseAttemptId("01A");
const second = parseAttemptId("01B");

function attempt(different: Partial<RefundAttempt> = {}): Attempt {
  return {
    ...intent(),
    id: first,
    outcome: "accepted",
    settledBy: "answer",
    settledAt: 0,
    problem: null,
    evidence: null,
    ...noLater,
    ...different,
  };
}

const same = { kind: "partial", sameness: "5.00 USD amount", again: null } as const;

test("an order without attempts is free", () => {
  expect(forbiddenBy([], same)).toBeNull();
});

test("an attempt without an outcome blocks every refund of its order, and says what must be done", () => {
  const open = attempt({ outcome: null });
  const forbidden = forbiddenBy([open], { ...same, sameness: "9.00 USD amount" });
  const error = forbidden?.error;
  expect(forbidden?.tag).toBe("blocked");
  expect(error).toMatchObject({ code: "unresolved-attempt", attempt: "01A" });
  expect(error?.message).toContain("agent@desk-7 at 2026-11-21T12:00:00.000Z");
  expect(error?.message).toContain("Reconcile it first");
});

test("the same refund accepted before blocks, and says how to repeat it on purpose", () => {
  const error = forbiddenBy([attempt()], same)?.error;
  expect(error).toMatchObject({ code: "duplicate-refund", attempt: "01A" });
  expect(error?.advice).toContain("--again 01A");
  expect(error?.message).not.toContain("--again");
});

test.each(["refused", "not-sent", "already-refunded", "not-applied"] as const)(
  "the same refund that ended %s does not block",
  (outcome) => {
    expect(forbiddenBy([attempt({ outcome })], same)).toBeNull();
  },
);

test("another refund of the same order does not block", () => {
  expect(forbiddenBy([attempt()], { ...same, sameness: "9.00 USD amount" })).toBeNull();
});

test("a total is the same as whatever took the last of the order", () => {
  const last = attempt({ completes: true, sameness: "12.50 USD SHIPPING:1:12.50" });
  const total = { kind: "total", sameness: null, again: null } as const;
  expect(forbiddenBy([last], total)?.error).toMatchObject({ code: "duplicate-refund" });
  // One that others' refunds made smaller was recorded by earlier versions as if something were left.
  expect(forbiddenBy([attempt({ kind: "total" })], total)?.error).toMatchObject({
    code: "duplicate-refund",
  });
  expect(forbiddenBy([attempt()], total)).toBeNull();
});

test("--again lets the same refund through once, and then names the repeat", () => {
  expect(forbiddenBy([attempt()], { ...same, again: first })).toBeNull();
  const repeat = attempt({ id: second, again: first });
  expect(forbiddenBy([repeat, attempt()], { ...same, again: first })).toMatchObject({
    tag: "blocked",
    error: { code: "duplicate-refund", attempt: "01B" },
  });
  expect(forbiddenBy([repeat, attempt()], { ...same, again: second })).toBeNull();
});

test("--again of anything but an accepted attempt of the same refund is a mistake of the command line, not a block", () => {
  for (const again of [parseAttemptId("01X"), first]) {
    const different = { ...same, sameness: "9.00 USD amount", again };
    expect(forbiddenBy([attempt()], different)).toMatchObject({
      tag: "usage",
      error: { code: "not-a-repeat" },
    });
  }
  // Nor does it let through what another attempt was the same as.
  expect(forbiddenBy([attempt()], { ...same, again: parseAttemptId("01X") })).toMatchObject({
    tag: "usage",
    error: { code: "not-a-repeat" },
  });
});
