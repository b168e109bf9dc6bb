import { describe, expect, test } from "vitest";
import { whatWasCancelled } from "../../../src/command/cancel/what-was-cancelled.ts";
import type { Order } from "../../../src/domain/order.ts";
import { parseAttemptId } from "../../../src/domain/pasted.ts";
import { snapshotOf } from "../../../src/domain/snapshot.ts";
import type { RefundAttempt } from "../../../src/journal/attempt.ts";
import { listed, money, noon, order, unreadable } from "../../domain/build.ts";
import { attempt } from "../../render/attempts.ts";

const twoHours = 2 * 3_600_000;

function refund(different: Partial<RefundAttempt> = {}): RefundAttempt {
  return {
    ...attempt({
      id: parseAttemptId("01A"),
      kind: "partial",
      amount: money("30.00"),
      before: snapshotOf(order()),
      startedAt: noon,
    }),
    ...different,
  } as RefundAttempt;
}

function cancelled(again: Order | null, attempts = [refund()], now = noon + 60_000) {
  return whatWasCancelled(attempts, again, now);
}

test("the one refund that waits, where nothing speaks against it", () => {
  expect(cancelled(order())).toMatchObject({ tag: "withdrawn", attempt: "01A" });
});

test("the same, where the order lists it as cancelled", () => {
  const undone = {
    tag: "partly-undone",
    entries: [],
    total: money("0.00"),
    undone: [money("30.00")],
  };
  const again = order({ refunds: undone as Order["refunds"] });
  expect(cancelled(again).tag).toBe("withdrawn");
});

test("beside refunds that are paid out, refused, or withdrawn before", () => {
  const others = [
    refund({ id: parseAttemptId("01B"), processed: { at: noon, by: "status" } }),
    refund({ id: parseAttemptId("01C"), outcome: "refused" }),
    refund({ id: parseAttemptId("01D"), outcome: "withdrawn" }),
  ];
  expect(cancelled(order(), [...others, refund()])).toMatchObject({ attempt: "01A" });
});

test("one that this journal does not know", () => {
  expect(cancelled(order(), [])).toEqual({ tag: "elsewhere" });
});

describe("it is not clear which", () => {
  const second = refund({ id: parseAttemptId("01B") });
  const undone = {
    tag: "partly-undone",
    entries: [],
    total: money("0.00"),
    undone: [money("7.00")],
  };
  test.each([
    ["several wait", order(), [refund(), second], 0, "several"],
    ["it is older than two hours", order(), [refund()], twoHours + 1, "two hours"],
    ["the clock was set back", order(), [refund()], -1, "two hours"],
    ["the order could not be read", null, [refund()], 0, "could not be read again"],
    ["the order reads REFUND", order({ status: "REFUND" }), [refund()], 0, "REFUND"],
    ["the order reads REVERSED", order({ status: "REVERSED" }), [refund()], 0, "REVERSED"],
    ["its money is negative", order({ paid: money("-100.00") }), [refund()], 0, "reads"],
    ["the order still lists it", order(listed(["30.00"])), [refund()], 0, "lists a refund"],
    ["its refunds are unreadable", order(unreadable), [refund()], 0, "cannot be read"],
    [
      "another amount is listed as cancelled",
      order({ refunds: undone as Order["refunds"] }),
      [refund()],
      0,
      "cannot be read",
    ],
  ])("where %s", (_, again, attempts, later, why) => {
    const proof = cancelled(again, attempts, noon + later);
    expect(proof).toMatchObject({ tag: "unclear", why: expect.stringContaining(why) as unknown });
  });
});

test("exactly two hours are not yet more", () => {
  expect(cancelled(order(), [refund()], noon + twoHours).tag).toBe("withdrawn");
});
