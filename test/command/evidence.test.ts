import { describe, expect, test } from "vitest";
import { documentOf, outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const part = ["partial", "73152871", "--item", "PRO-1Y", "--reason", "Other", "--yes", "--json"];

describe("a refund whose answer was lost after it was made", () => {
  test.each([
    ["drop-after", total],
    ["drop-after", part],
    ["500-after", total],
    ["half-json-after", part],
    ["null-after", part],
    ["internal-error-after", part],
    ["false-after", part],
    ["unknown-error-after", part],
    // These say that nothing was done.
    ["429-after", part],
    ["expire-session-after", part],
  ] as const)("is settled as accepted by what the order lists (%s)", async (kind, argv) => {
    const { machine, sandbox } = await shopFor({ pendingShown: true });
    sandbox.addFault({ kind, method: "issueRefund" });
    expect(outcomeOf(await machine.run(...argv))).toMatchObject({
      code: 0,
      outcome: "accepted",
      error: null,
      warnings: [{ code: "settled-by-evidence" }],
    });
    const attempts = await attemptsOn(machine, sandbox, "73152871");
    expect(attempts).toMatchObject([{ outcome: "accepted", settledBy: "evidence" }]);
    expect(attempts[0]?.evidence).toContain("was not there before");
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("is settled by the order's status where it was a total and nothing is listed", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0, refundsShape: "status" });
    sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
    expect(outcomeOf(await machine.run(...total))).toMatchObject({
      code: 0,
      outcome: "accepted",
    });
  });

  test("stays unknown where what the order lists cannot be read", async () => {
    const { machine, sandbox } = await shopFor({ pendingShown: true, refundsShape: "opaque" });
    sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 7, outcome: "unknown" });
  });

  test("stays unknown when the order cannot be read again", async () => {
    const { machine, sandbox } = await shopFor({ pendingShown: true });
    sandbox.addFault({ kind: "slow", method: "getOrder" });
    sandbox.addFault({ kind: "drop-before", method: "getOrder", times: Infinity });
    sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 7, outcome: "unknown" });
  });
});

test.each(["false-after", "unknown-error-after"] as const)(
  "a refusal without a reason (%s) is unknown when the order cannot be read again",
  async (kind) => {
    const { machine, sandbox } = await shopFor({ pendingShown: true });
    sandbox.addFault({ kind: "slow", method: "getOrder" });
    sandbox.addFault({ kind: "drop-before", method: "getOrder", times: Infinity });
    sandbox.addFault({ kind, method: "issueRefund" });
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 7, outcome: "unknown" });
  },
);

test("a refund that appears late is found by looking more than once", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 1_500 }, { pausesMoveClock: true });
  sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 0, outcome: "accepted" });
});

test("somebody else's refund of another amount is no evidence", async () => {
  const { machine, sandbox } = await shopFor({ pendingShown: true });
  sandbox.addFault({ kind: "drop-before", method: "issueRefund", afterMs: 1_000 });
  const running = machine.run(...part);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  sandbox.refundElsewhere("73152871", "20.00");
  expect(outcomeOf(await running)).toMatchObject({ code: 7, outcome: "unknown" });
});

test("an unknown outcome says what may have happened and what to do next", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const { code, out, err } = await machine.run(
    ...["total", "73152871", "--reason", "Other", "--yes"],
  );
  const [open] = await attemptsOn(machine, sandbox, "73152871");
  expect({ code, out }).toEqual({ code: 7, out: "" });
  expect(err).toContain("UNKNOWN: the request to refund 241.49 USD of order 73152871");
  expect(err).toContain(`refund reconcile ${open?.id ?? "?"}`);
});

test.each(["false-after", "unknown-error-after"] as const)(
  "a refusal that rested on the order alone (%s) gives way when the order shows the refund later",
  async (kind) => {
    const { machine, sandbox } = await shopFor({ faults: [{ kind, method: "issueRefund" }] });
    const { attempt, ...refused } = outcomeOf(await machine.run(...part));
    expect(refused).toMatchObject({ code: 4, outcome: "refused" });
    sandbox.settle();
    expect(outcomeOf(await machine.run(...part))).toMatchObject({
      code: 5,
      outcome: "blocked",
      error: { code: "duplicate-refund", attempt },
    });
    expect(await attemptsOn(machine, sandbox, "73152871")).toMatchObject([
      { id: attempt, outcome: "accepted", settledBy: "evidence" },
    ]);
    expect(received(sandbox, "issueRefund")).toBe(1);
  },
);

test("one refund in the order explains one attempt, though two that a person denied would fit", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 86_400_000 });
  const amount = [
    "partial",
    "73152871",
    "--amount",
    "29.99",
    "--reason",
    "Other",
    "--yes",
    "--json",
  ];
  for (const [kind, argv] of [
    ["drop-after", amount],
    ["drop-before", part],
  ] as const) {
    sandbox.addFault({ kind, method: "issueRefund" });
    const { attempt } = outcomeOf(await machine.run(...argv));
    await machine.run("reconcile", attempt ?? "", "--not-applied", "--yes");
  }
  sandbox.settle();
  expect(outcomeOf(await machine.run(...total))).toMatchObject({
    code: 0,
    outcome: "accepted",
    refund: { amount: "211.50" },
  });
  const attempts = await attemptsOn(machine, sandbox, "73152871");
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["accepted", "not-applied", "accepted"]);
});

test("a sum that comes to the amount by other refunds is no evidence", async () => {
  const { machine, sandbox } = await shopFor({
    refundsShape: "total-only",
    settleAfterMs: 86_400_000,
  });
  const refund = async (...what: readonly string[]) =>
    outcomeOf(
      await machine.run("partial", "73152871", ...what, "--reason", "Other", "--yes", "--json"),
    );
  await refund("--item", "SEAT:1:33.00");
  sandbox.settle();
  // Accepted, and not in the sum yet when the next one is lost.
  await refund("--item", "SEAT:1:32.00");
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const { attempt } = await refund("--amount", "65.00");
  sandbox.settle();
  const { out } = await machine.run("reconcile", "--json");
  expect(documentOf({ out }, "refund.reconcile-1").attempts).toMatchObject([
    { attempt, outcome: "unknown" },
  ]);
});

test("a refund that was made again while the first one waited is not evidence for the first", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  sandbox.addFault({ kind: "drop-before", method: "issueRefund", afterMs: 3_000 });
  const first = machine.run(...part);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  const [open] = await attemptsOn(machine, sandbox, "73152871");
  // As if the machine had been suspended for longer than the attempt may be busy.
  machine.clock.advance(240_000);
  await machine.run("reconcile", open?.id ?? "", "--not-applied", "--yes");
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 0, outcome: "accepted" });
  expect(outcomeOf(await first)).toMatchObject({ code: 7, outcome: "unknown" });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a refund that another process recognised meanwhile is not evidence for one more", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 86_400_000 });
  const closing = ["--reason", "Other", "--yes", "--json"];
  const byAmount = ["partial", "73152871", "--amount", "29.99", ...closing];
  sandbox.addFault({ kind: "false-after", method: "issueRefund" });
  expect(outcomeOf(await machine.run(...byAmount))).toMatchObject({ outcome: "refused" });
  sandbox.addFault({ kind: "drop-before", method: "issueRefund", afterMs: 3_000 });
  const lost = machine.run(...part);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(2);
  sandbox.settle();
  // It sees that the first one was made after all, and is then blocked by the second.
  expect(outcomeOf(await machine.run(...byAmount))).toMatchObject({ outcome: "blocked" });
  expect(outcomeOf(await lost)).toMatchObject({ code: 7, outcome: "unknown" });
  const attempts = await attemptsOn(machine, sandbox, "73152871");
  expect(attempts.map(({ outcome }) => outcome)).toEqual([null, "accepted"]);
  expect(sandbox.ledger()).toHaveLength(1);
});
