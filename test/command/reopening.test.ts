import { describe, expect, test } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import type { Machine } from "../support/context.ts";
import { documentOf, outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { type Shop, shopFor } from "../support/sandbox.ts";
import { scriptedShop } from "../support/scripted.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const order = "73152871";
const closing = ["--reason", "Other", "--yes", "--json"];
const first = ["partial", order, "--item", "PRO-1Y", ...closing];
const other = ["partial", order, "--amount", "5.00", ...closing];
const total = ["total", order, ...closing];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];
const pending =
  '{"jsonrpc":"2.0",{id},"error":{"code":1,"message":"You already have a pending refund request."}}';
const aDay = 86_400_000;

async function run(machine: Machine, argv: readonly string[]) {
  return outcomeOf(await machine.run(...argv));
}

async function outcomes({ machine, sandbox }: Shop, number = order) {
  return (await attemptsOn(machine, sandbox, number)).map(({ outcome }) => outcome);
}

async function reconciled(machine: Machine, ...more: readonly string[]) {
  const ended = await machine.run("reconcile", "--json", ...more);
  return { code: ended.code, ...documentOf(ended, "refund.reconcile-1") };
}

async function found(machine: Machine, attempt: string) {
  const journal = await openJournal(machine.journal);
  try {
    const stands = await journal.find(parseAttemptId(attempt));
    if (stands === null) throw new Error(`No attempt ${attempt}.`);
    return stands;
  } finally {
    await journal.close();
  }
}

async function timelineOf(machine: Machine, attempt: string): Promise<readonly string[]> {
  const journal = await openJournal(machine.journal);
  try {
    return (await journal.timeline(parseAttemptId(attempt))).map(({ what }) => what);
  } finally {
    await journal.close();
  }
}

test.each(["false-after", "unknown-error-after"] as const)(
  "what was refused as %s is unknown again once 2Checkout speaks of a pending refund",
  async (kind) => {
    const shop = await shopFor({
      settleAfterMs: aDay,
      faults: [{ kind, method: "issueRefund" }],
    });
    const { machine, sandbox } = shop;
    const refused = await run(machine, first);
    expect(refused).toMatchObject({ code: 4, outcome: "refused" });

    // Another refund of the order is told so, because the first one was made.
    const later = await run(machine, other);
    expect(later).toMatchObject({
      code: 4,
      outcome: "refused",
      error: { code: "pending-refund" },
      warnings: [{ code: "amount-without-lines" }, { code: "attempt-reopened" }],
    });
    expect(await outcomes(shop)).toEqual(["refused", null]);
    const [, reopened] = await attemptsOn(machine, sandbox, order);
    expect(reopened).toMatchObject({
      id: refused.attempt,
      settledBy: null,
      settledAt: null,
      evidence: null,
      problem: { code: "pending-refund" },
    });
    const timeline = await timelineOf(machine, refused.attempt ?? "");
    expect(timeline.at(-1)).toMatch(/^reopened: .*You already have a pending refund request/);

    expect(await run(machine, first)).toMatchObject({
      code: 5,
      error: { code: "unresolved-attempt", attempt: refused.attempt },
    });
    sandbox.settle();
    expect(await reconciled(machine)).toMatchObject({
      code: 0,
      attempts: [{ attempt: refused.attempt, outcome: "accepted" }],
    });
    expect(sandbox.ledger()).toHaveLength(1);
  },
);

test("the same refund again, told that one is pending, reopens the one that 2Checkout gave no reason for", async () => {
  const faults = [{ kind: "false-after", method: "issueRefund" }] as const;
  const shop = await shopFor({ settleAfterMs: aDay, faults });
  await run(shop.machine, first);
  expect(await run(shop.machine, first)).toMatchObject({ error: { code: "pending-refund" } });
  expect(await outcomes(shop)).toEqual(["refused", null]);
});

test("2Checkout's word outweighs a person who said that nothing was refunded", async () => {
  const faults = [{ kind: "drop-after", method: "issueRefund" }] as const;
  const shop = await shopFor({ settleAfterMs: aDay, faults });
  const { machine, sandbox } = shop;
  const { attempt } = await run(machine, first);
  expect(await reconciled(machine, attempt ?? "", "--not-applied", "--yes")).toMatchObject({
    code: 0,
  });
  expect(await run(machine, other)).toMatchObject({ code: 4, error: { code: "pending-refund" } });
  expect(await outcomes(shop)).toEqual(["refused", null]);
  sandbox.settle();
  expect(await reconciled(machine)).toMatchObject({ attempts: [{ outcome: "accepted" }] });
});

test("that a total was placed already reopens a total that a person called not applied", async () => {
  const faults = [{ kind: "drop-after", method: "issueRefund" }] as const;
  const shop = await shopFor({ settleAfterMs: 0, refundsShape: "null", faults });
  const { machine } = shop;
  const { attempt } = await run(machine, total);
  await reconciled(machine, attempt ?? "", "--not-applied", "--yes");
  expect(await run(machine, total)).toMatchObject({
    code: 0,
    outcome: "already-refunded",
    warnings: [{ code: "attempt-reopened" }],
  });
  expect(await outcomes(shop)).toEqual(["already-refunded", null]);
});

test("NOTHING_TO_DO reopens a line item that a person called not applied", async () => {
  const faults = [{ kind: "drop-after", method: "refund_lineitem", times: 3 }] as const;
  const shop = await shopFor({ faults });
  const { machine, sandbox } = shop;
  const { attempt } = await run(machine, legacy);
  await reconciled(machine, attempt ?? "", "--not-applied", "--yes");
  expect(await run(machine, legacy)).toMatchObject({ code: 0, outcome: "already-refunded" });
  expect(await outcomes(shop, "1234567890")).toEqual(["already-refunded", null]);
  expect(await reconciled(machine, "--yes")).toMatchObject({ attempts: [{ outcome: "accepted" }] });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("what 2Checkout itself refused in its documented words stays refused", async () => {
  const shop = await scriptedShop([
    { executed: false, body: '{{id},"error":{"code":1,"message":"Invalid ORDER_AMOUNT"}}' },
    { executed: false, body: pending },
  ]);
  await run(shop.machine, first);
  await run(shop.machine, other);
  const journal = await openJournal(shop.machine.journal);
  const all = await journal.list({});
  await journal.close();
  expect(all.map(({ outcome }) => outcome)).toEqual(["refused", "refused"]);
});

test("the same refund that was accepted since is not blocked by the one that was refused before", async () => {
  const faults = [{ kind: "false-before", method: "issueRefund" }] as const;
  const shop = await shopFor({ settleAfterMs: aDay, faults });
  const { machine } = shop;
  const { attempt } = await run(machine, first);
  expect(await run(machine, first)).toMatchObject({ outcome: "accepted" });
  expect(await run(machine, other)).toMatchObject({
    code: 4,
    error: { code: "pending-refund" },
    warnings: [{ code: "amount-without-lines" }],
  });
  expect(await outcomes(shop)).toEqual(["refused", "accepted", "refused"]);
  expect((await timelineOf(machine, attempt ?? "")).at(-1)).toMatch(/^not reopened/);
});

test("that a total was placed already says nothing about a part that 2Checkout gave no reason for", async () => {
  const shop = await scriptedShop([
    { executed: false, body: '{{id},"result":false}' },
    {
      executed: false,
      body: '{{id},"error":{"code":1,"message":"You have already placed a Total refund for this order."}}',
    },
  ]);
  await run(shop.machine, first);
  expect(await run(shop.machine, total)).toMatchObject({ code: 0, outcome: "already-refunded" });
  const journal = await openJournal(shop.machine.journal);
  const all = await journal.list({});
  await journal.close();
  expect(all.map(({ outcome }) => outcome)).toEqual(["already-refunded", "refused"]);
});

test("NOTHING_TO_DO reopens a line item that was refused twice in undocumented words", async () => {
  const faults = [{ kind: "unknown-error-after", method: "refund_lineitem" }] as const;
  const more = [{ kind: "unknown-error", method: "refund_lineitem" }] as const;
  const shop = await shopFor({ faults: [...faults, ...more] });
  const { machine } = shop;
  expect(await run(machine, legacy)).toMatchObject({ code: 4, outcome: "refused" });
  expect(await run(machine, legacy)).toMatchObject({
    outcome: "already-refunded",
    warnings: [{ code: "attempt-reopened" }],
  });
  expect(await outcomes(shop, "1234567890")).toEqual(["already-refunded", null]);
});

const placed =
  '{"jsonrpc":"2.0",{id},"error":{"code":1,"message":"You have already placed a Total refund for this order."}}';
const isTrue = { executed: true, body: '{"jsonrpc":"2.0",{id},"result":true}' } as const;

describe("a refund that was withdrawn is unknown again once 2Checkout speaks of one", () => {
  const byPerson = (attempt: string) => ["reconcile", attempt, "--withdrawn", "--yes"];
  const byAnswer = () => ["cancel", order, "--yes"];

  test.each([
    ["a person, and a total was placed", byPerson, total, placed, "already-refunded", 0],
    ["a person, and one is pending", byPerson, other, pending, "refused", 4],
    ["2Checkout, and a total was placed", byAnswer, total, placed, "already-refunded", 0],
    ["2Checkout, and one is pending", byAnswer, other, pending, "refused", 4],
  ] as const)("withdrawn by %s", async (_, withdraw, again, body, outcome, code) => {
    const refused = { executed: false, body } as const;
    const shop = await scriptedShop([isTrue, refused], { settleAfterMs: aDay });
    const { attempt } = await run(shop.machine, total);
    expect((await shop.machine.run(...withdraw(attempt ?? ""))).code).toBe(0);
    const stands = async () => (await found(shop.machine, attempt ?? "")).outcome;
    expect(await stands()).toBe("withdrawn");

    const later = await run(shop.machine, again);
    expect(later).toMatchObject({ code, outcome });
    expect(later.warnings.map((warning) => warning.code)).toContain("attempt-reopened");
    expect(await stands()).toBeNull();
    expect(await run(shop.machine, first)).toMatchObject({
      code: 5,
      error: { code: "unresolved-attempt", attempt },
    });
  });
});
