import { expect, test } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import { fileOf, rowsOf } from "../support/batch.ts";
import { documentOf, outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, type Shop, shopFor } from "../support/sandbox.ts";
import { scriptedShop } from "../support/scripted.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const order = "73152871";
const closing = ["--reason", "Other", "--yes", "--json"];
const part = ["partial", order, "--amount", "200.00", ...closing];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];
const refundsExceeded =
  '{"jsonrpc":"2.0",{id},"error":{"code":1,"message":"The maximum refundable amount for this order has been exceeded."}}';

test("a line item refunded by a call whose answer was lost is not refused for the answers around it", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "unknown-error", method: "refund_lineitem" });
  sandbox.addFault({ kind: "drop-after", method: "refund_lineitem" });
  sandbox.addFault({ kind: "unknown-error", method: "refund_lineitem" });
  expect(outcomeOf(await machine.run(...legacy))).toMatchObject({
    code: 7,
    outcome: "unknown",
    error: { code: "answer-lost" },
  });
  expect(await attemptsOn(machine, sandbox, "1234567890")).toMatchObject([{ outcome: null }]);
  const reconciled = documentOf(
    await machine.run("reconcile", "--yes", "--json"),
    "refund.reconcile-1",
  );
  expect(reconciled.attempts).toMatchObject([{ outcome: "accepted" }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test.each([
  ["HTTP 429", { status: 429, body: "" }],
  [
    "a refused session",
    { body: '{{id},"error":{"code":10000,"message":"Invalid hash provided or session expired"}}' },
  ],
])(
  "a refund made in spite of %s is not refused because of the answer to its repeat",
  async (_, denial) => {
    const { machine, sandbox } = await scriptedShop(
      [
        { ...denial, executed: true },
        { executed: false, body: refundsExceeded },
      ],
      { settleAfterMs: 86_400_000 },
    );
    const ended = outcomeOf(await machine.run(...part));
    expect(ended).toMatchObject({
      code: 7,
      outcome: "unknown",
      error: { code: "amount-exceeds-balance" },
    });
    expect(outcomeOf(await machine.run(...part))).toMatchObject({
      code: 5,
      error: { code: "unresolved-attempt", attempt: ended.attempt },
    });
    sandbox.settle();
    const reconciled = documentOf(await machine.run("reconcile", "--json"), "refund.reconcile-1");
    expect(reconciled.attempts).toMatchObject([{ attempt: ended.attempt, outcome: "accepted" }]);
    expect(sandbox.ledger()).toHaveLength(1);
  },
);

test("an order that shows what was denied is believed, whatever the repeat is answered", async () => {
  const { machine } = await scriptedShop(
    [
      { executed: true, status: 429, body: "" },
      { executed: false, body: refundsExceeded },
    ],
    { settleAfterMs: 0, order: hiddenOnce() },
  );
  expect(outcomeOf(await machine.run(...part))).toMatchObject({
    code: 0,
    outcome: "accepted",
    warnings: [{}, { code: "settled-by-evidence" }],
  });
});

test.each([
  ["pending-refund", "You already have a pending refund request."],
  ["already-refunded", "You have already placed a Total refund for this order."],
  ["amount-exceeds-balance", "The maximum refundable amount for this order has been exceeded."],
  ["order-not-complete", "You cannot place a refund request due to the order's current status."],
])(
  "a refund that the order shows is not refused because a copy of its request was (%s)",
  async (code, message) => {
    const { machine, sandbox } = await scriptedShop(
      [{ executed: true, body: `{{id},"error":{"code":1,"message":"${message}"}}` }],
      { settleAfterMs: 0 },
    );
    const ended = outcomeOf(await machine.run(...part));
    expect(ended).toMatchObject({ code: 7, outcome: "unknown", error: { code } });
    expect(ended.error?.message).toContain(
      "But the order lists a refund of 200.00 USD that was not there before; somebody else may have made an equal refund.",
    );
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
    const reconciled = documentOf(await machine.run("reconcile", "--json"), "refund.reconcile-1");
    expect(reconciled.attempts).toMatchObject([{ attempt: ended.attempt, outcome: "accepted" }]);
    expect(sandbox.ledger()).toHaveLength(1);
  },
);

test("a documented refusal stays one when the order shows nothing new, or cannot be read again", async () => {
  const denied = { executed: false, body: refundsExceeded };
  const unchanged = await scriptedShop([denied]);
  expect(outcomeOf(await unchanged.machine.run(...part))).toMatchObject({
    code: 4,
    outcome: "refused",
    error: { code: "amount-exceeds-balance" },
  });
  expect(received(unchanged.sandbox, "getOrder")).toBe(2);
  let reads = 0;
  const unreadable = await scriptedShop([denied], {
    order: (result) => (++reads === 1 ? result : { RefNo: "another" }),
  });
  expect(outcomeOf(await unreadable.machine.run(...part))).toMatchObject({
    code: 4,
    outcome: "refused",
  });
  expect(reads).toBeGreaterThan(1);
});

test("a refund that the order shows only later corrects such a refusal, and is not made again", async () => {
  const pending =
    '{{id},"error":{"code":1,"message":"You already have a pending refund request."}}';
  const { machine, sandbox } = await scriptedShop([{ executed: true, body: pending }], {
    settleAfterMs: 86_400_000,
  });
  const ended = outcomeOf(await machine.run(...part));
  expect(ended).toMatchObject({ code: 4, outcome: "refused", error: { code: "pending-refund" } });
  sandbox.settle();
  expect(outcomeOf(await machine.run(...part))).toMatchObject({
    code: 5,
    error: { code: "duplicate-refund", attempt: ended.attempt },
  });
  expect(await recorded(machine)).toMatchObject([{ attempt: ended.attempt, outcome: "accepted" }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("what the order shows counts for an attempt that is still open, and not for one that was refused", async () => {
  const notEligible =
    '{{id},"error":{"code":1,"message":"You cannot place a refund request due to the order\'s current status."}}';
  const { machine, sandbox } = await scriptedShop(
    [
      { executed: false, body: notEligible },
      { executed: true, body: null },
    ],
    { settleAfterMs: 86_400_000 },
  );
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 4, outcome: "refused" });
  const open = outcomeOf(await machine.run(...part));
  expect(open).toMatchObject({ code: 7, outcome: "unknown" });
  sandbox.settle();
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
  expect((await machine.run("reconcile")).code).toBe(0);
  expect(await recorded(machine)).toMatchObject([
    { attempt: open.attempt, outcome: "accepted" },
    { outcome: "refused" },
  ]);
});

test("a refusal that nothing contradicts is reported as 2Checkout's answer, to who names it", async () => {
  const { machine } = await scriptedShop([{ executed: false, body: refundsExceeded }]);
  const { attempt } = outcomeOf(await machine.run(...part));
  const looked = documentOf(
    await machine.run("reconcile", attempt ?? "", "--json"),
    "refund.reconcile-1",
  );
  expect(looked.attempts).toMatchObject([
    { outcome: "refused", evidence: "2Checkout said so in its answer" },
  ]);
  const said = await machine.run("reconcile", attempt ?? "", "--accepted", "--yes");
  expect(said).toMatchObject({
    code: 2,
    err: expect.stringContaining("already settled") as string,
  });
});

test("a second such refusal does not reopen the first: a request may be the customer's own", async () => {
  const pending =
    '{{id},"error":{"code":1,"message":"You already have a pending refund request."}}';
  const { machine } = await scriptedShop([
    { executed: false, body: pending },
    { executed: false, body: pending },
  ]);
  for (let times = 0; times < 2; times++) {
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 4, outcome: "refused" });
  }
  expect(await recorded(machine)).toMatchObject([{ outcome: "refused" }, { outcome: "refused" }]);
});

test.each([
  [
    "pending",
    { body: '{{id},"error":{"code":1,"message":"You already have a pending refund request."}}' },
  ],
  ["FALSE", { body: '{{id},"result":false}' }],
  ["429", { status: 429, body: "" }],
  [
    "a refused session",
    { body: '{{id},"error":{"code":10000,"message":"Invalid hash provided or session expired"}}' },
  ],
])(
  "what the order says of refunds has changed and cannot be read: nothing is denied after %s",
  async (_, answer) => {
    let reads = 0;
    const { machine, sandbox } = await scriptedShop([{ ...answer, executed: true }], {
      order: (result) => ({ ...result, Refunds: ++reads === 1 ? null : { Count: "one" } }),
    });
    const ended = outcomeOf(await machine.run(...part));
    expect(ended).toMatchObject({ code: 7, outcome: "unknown" });
    expect(ended.error?.message).toContain("this refund may be why");
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
    expect(sandbox.ledger()).toHaveLength(1);
  },
);

test("a sum that has grown by the refund is not nothing", async () => {
  const refused = { executed: true, body: '{{id},"result":false}' };
  let reads = 0;
  const { machine, sandbox } = await scriptedShop([refused], {
    order: (result) => ({ ...result, Refunds: { TotalRefunded: ++reads === 1 ? 30 : 230 } }),
  });
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 7, outcome: "unknown" });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a refund that only the order shows is not said to have been accepted in answer", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
  const { code, out, err } = await machine.run(...part.filter((word) => word !== "--json"));
  expect(code).toBe(0);
  expect(out).toContain("2Checkout has a refund of 200.00 USD of order 73152871, although");
  expect(err.replaceAll(/\s+/g, " ")).toContain("somebody else may have made an equal refund");
});

/** The attempts on the order as the journal has them, newest first. */
async function recorded(machine: Shop["machine"]): Promise<readonly unknown[]> {
  const { out } = await machine.run("history", order, "--json");
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

/** An order that shows its refunds from its third reading on. */
function hiddenOnce() {
  let reads = 0;
  return (result: object) => (++reads < 3 ? { ...result, Refunds: null } : result);
}

test("one Ctrl-C in a batch does not change what a FALSE comes to", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "false-before", method: "issueRefund", afterMs: 1_500 }],
  });
  const file = fileOf(machine, `kind,order,reason\ntotal,${order},Other\n`);
  const running = machine.start("batch", file, "--yes");
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  running.stop();
  expect(rowsOf(await running.ended)).toMatchObject([
    { outcome: "refused", error: { code: "not-accepted" } },
  ]);
  expect(await attemptsOn(machine, sandbox, order)).toMatchObject([{ outcome: "refused" }]);
});

test("a legacy attempt may be asked about again at once when asking settled nothing", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "drop-before", method: "refund_lineitem", times: 4 });
  const { attempt } = outcomeOf(await machine.run(...legacy));
  const ask = async () => {
    const ended = await machine.run("reconcile", "--yes", "--json");
    return { code: ended.code, ...documentOf(ended, "refund.reconcile-1") };
  };
  expect(await ask()).toMatchObject({ code: 7, attempts: [{ attempt, outcome: "unknown" }] });
  expect(await ask()).toMatchObject({ code: 0, attempts: [{ attempt, outcome: "accepted" }] });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a fault of this program after sending leaves the refund unknown, never unsent", async () => {
  const { machine, sandbox } = await shopFor(
    {},
    {
      onPause: () => {
        throw new Error("the machine is out of order");
      },
    },
  );
  sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
  const ended = outcomeOf(await machine.run(...part));
  expect(ended).toMatchObject({ code: 7, outcome: "unknown", error: { code: "answer-lost" } });
  expect(ended.error?.message).toContain("the machine is out of order");
  expect(await attemptsOn(machine, sandbox, order)).toMatchObject([{ outcome: null }]);
  sandbox.addFault({ kind: "drop-after", method: "refund_lineitem" });
  expect(outcomeOf(await machine.run(...legacy))).toMatchObject({ code: 7, outcome: "unknown" });
});

test("a legacy call is not made again once others may ask about the attempt", async () => {
  const { machine, sandbox } = await shopFor(
    {},
    {
      onPause: () => {
        // Less than the attempt may be busy, by no more than a time-out.
        machine.clock.advance(170_000);
      },
    },
  );
  sandbox.addFault({ kind: "drop-before", method: "refund_lineitem", times: 3 });
  expect(outcomeOf(await machine.run(...legacy))).toMatchObject({ code: 7, outcome: "unknown" });
  expect(received(sandbox, "refund_lineitem")).toBe(1);
});

test("an attempt that was settled while its answer was awaited stays so when that is given up", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "hang-after", method: "issueRefund" });
  const running = machine.start(...part);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  const [sent] = await attemptsOn(machine, sandbox, order);
  const journal = await openJournal(machine.journal);
  await journal.settle(sent?.id ?? parseAttemptId(""), {
    outcome: "accepted",
    by: "evidence",
    problem: null,
    evidence: "the order lists it",
    at: machine.clock.now(),
  });
  await journal.close();
  running.stop();
  running.stop();
  expect((await running.ended).code).toBe(7);
  expect(await attemptsOn(machine, sandbox, order)).toMatchObject([
    { outcome: "accepted", problem: null, busyUntil: sent?.busyUntil },
  ]);
});

test("lines that cannot be read are said to be unknown, and nothing is computed from them", async () => {
  const { machine, sandbox } = await scriptedShop([], {
    order: (result) => ({ ...result, Items: "1 x BASIC" }),
  });
  const seen = documentOf(await machine.run("order", order, "--json"), "refund.order-1");
  expect(seen).toMatchObject({ items: [], warnings: [{ code: "lines-unknown" }] });
  const line = await machine.run("partial", order, "--item", "PRO-1Y", ...closing);
  expect(outcomeOf(line)).toMatchObject({ code: 2, error: { code: "usage" } });
  expect(outcomeOf(line).error?.message).toContain("The lines of order");
  expect(outcomeOf(await machine.run("total", order, ...closing))).toMatchObject({
    code: 0,
    warnings: [{ code: "lines-unknown" }],
  });
  expect(sandbox.ledger()).toHaveLength(1);
});

test.each<readonly [string, (items: readonly object[]) => unknown]>([
  ["an object by index", (items) => Object.fromEntries(items.entries())],
  ["one bare item", (items) => items[0]],
])("a line can be refunded when Items is %s", async (_, shape) => {
  const { machine, sandbox } = await scriptedShop([], {
    order: (result) =>
      "Items" in result && Array.isArray(result.Items)
        ? { ...result, Items: shape(result.Items as readonly object[]) }
        : result,
  });
  const argv = ["partial", order, "--item", "PRO-1Y", ...closing];
  expect(outcomeOf(await machine.run(...argv))).toMatchObject({ code: 0, outcome: "accepted" });
  expect(sandbox.ledger()).toMatchObject([{ items: [{ productCode: "PRO-1Y" }] }]);
});
