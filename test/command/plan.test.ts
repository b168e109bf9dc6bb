import { expect, test } from "vitest";
import { planRefund } from "../../src/command/plan.ts";
import { noText } from "../../src/domain/free-text.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import type { Attempt } from "../../src/journal/attempt.ts";
import { money, noon, order, other, pieces } from "../domain/build.ts";
import { intent, noLater } from "../journal/open.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";
import { type AttemptId } from "../../src/domain/attempt-id.ts";

/** The line `a`, refunded under some text. */
function refunded(id: AttemptId, sameness: string): Attempt {
  return {
    ...intent({ amount: money("50.00"), items: [pieces("a", 1, "50.00")], sameness }),
    before: snapshotOf(order()),
    id,
    outcome: "accepted",
    settledBy: "answer",
    settledAt: noon,
    problem: null,
    evidence: null,
    ...noLater,
  };
}

test.each([parseAttemptId("01A"), parseAttemptId("01B")])(
  "of two like refunds that an earlier version recorded under different texts, --again %s repeats the one it names",
  (again) => {
    const attempts = [
      refunded(parseAttemptId("01B"), "50.00 USD a:1:50.00"),
      refunded(parseAttemptId("01A"), "50.00 USD A:1:50.00"),
    ];
    const plan = planRefund(order(), attempts, {
      wish: { kind: "lineitem", line: "a" },
      reason: other,
      comment: noText,
      again,
      skipChecks: true,
      now: noon,
    });
    const { sameness } = attempts.find(({ id }) => id === again) ?? {};
    expect(plan).toMatchObject({ tag: "ready", request: { sameness } });
  },
);
