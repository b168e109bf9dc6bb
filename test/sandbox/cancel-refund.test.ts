import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { call, login, noon, order, refund, sandboxFor } from "./calls.ts";

const minute = 60_000;

function cancel(sandbox: Sandbox, session: string, refNo: unknown): Promise<object> {
  return call(sandbox, "cancelRefund", [session, refNo]);
}

test("a pending refund is cancelled, and the same amount can be refunded anew", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  await refund(sandbox, session, "73152899", 40);
  expect(await cancel(sandbox, session, "73152899")).toMatchObject({ result: true });
  expect(await refund(sandbox, session, "73152899", 40)).toMatchObject({ result: true });
  expect(sandbox.ledger().map(({ state }) => state)).toEqual(["cancelled", "pending"]);
});

test("a cancelled refund is never paid out", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  await refund(sandbox, session, "73152899", 40);
  await cancel(sandbox, session, "73152899");
  sandbox.settle();
  expect(await order(sandbox, session, "73152899")).toMatchObject({
    Status: "COMPLETE",
    Refunds: null,
  });
});

test("asked for a record, it answers with the refund's id, as the REST twin does", async () => {
  const sandbox = await sandboxFor({ cancelAnswer: "record" });
  const session = await login(sandbox);
  await refund(sandbox, session, "73152899", 40);
  expect(await cancel(sandbox, session, "73152899")).toMatchObject({
    result: { RefundId: expect.stringMatching(/^\d+$/) as unknown },
  });
});

test.each([
  ["a cancelled refund", "CANCELED", 0],
  ["a declined one", "DECLINED", 2],
])("%s can be listed as such", async (_, Status, refNo) => {
  const sandbox = await sandboxFor({ withdrawnShown: true });
  const session = await login(sandbox);
  const number = `7315290${refNo}`;
  await refund(sandbox, session, number, 40);
  if (Status === "CANCELED") await cancel(sandbox, session, number);
  else sandbox.settle();
  expect((await order(sandbox, session, number)).Refunds).toMatchObject([{ Status, Amount: 40 }]);
});

describe("a cancellation is refused", () => {
  test.each([
    ["of an order without a refund", "73152899", "There is no pending refund request"],
    ["of a refund that was paid out", "73152883", "There is no pending refund request"],
    ["of one that is pending since yesterday", "73152885", "can no longer be canceled"],
    ["of an unknown order", "1", "Invalid ORDER_REF"],
    ["without an order number", null, "ORDER_REF missing or format incorrect"],
  ])("%s", async (_, refNo, words) => {
    const sandbox = await sandboxFor();
    const answer = await cancel(sandbox, await login(sandbox), refNo);
    expect(answer).toMatchObject({ error: { message: expect.stringContaining(words) as unknown } });
  });

  test("two hours after the refund was asked for, and not before", async () => {
    let now = noon;
    const sandbox = await sandboxFor({ clock: () => now, settleAfterMs: 300 * minute });
    await refund(sandbox, await login(sandbox, now), "73152899", 10);
    await refund(sandbox, await login(sandbox, now), "73152900", 10);
    now += 120 * minute;
    const session = await login(sandbox, now);
    expect(await cancel(sandbox, session, "73152899")).toMatchObject({ result: true });
    now += 1;
    expect(await cancel(sandbox, session, "73152900")).toHaveProperty("error");
  });

  test("without a session", async () => {
    const sandbox = await sandboxFor();
    expect(await cancel(sandbox, "none", "73152904")).toMatchObject({ error: { code: 10000 } });
  });
});

test("what the shopper asked for is declined by it", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  const another = await refund(sandbox, session, "73152904", 40);
  expect(another).toMatchObject({
    error: { message: "You already have a pending refund request." },
  });
  expect(await cancel(sandbox, session, "73152904")).toMatchObject({ result: true });
  expect(await refund(sandbox, session, "73152904", 40)).toMatchObject({ result: true });
});

test("somebody cancels in the control panel, whatever the refund's age", async () => {
  const sandbox = await sandboxFor();
  sandbox.cancelElsewhere("73152885");
  expect(() => {
    sandbox.cancelElsewhere("73152885");
  }).toThrow("There is no pending refund request");
});

test("a cancellation whose answer is lost has happened", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  await refund(sandbox, session, "73152899", 40);
  sandbox.addFault({ kind: "drop-after", method: "cancelRefund" });
  await expect(cancel(sandbox, session, "73152899")).rejects.toThrow();
  expect(sandbox.ledger()).toMatchObject([{ state: "cancelled" }]);
});

describe("a refund that 2Checkout declines", () => {
  test("is pending first, and then takes nothing of the order", async () => {
    let now = noon;
    const sandbox = await sandboxFor({ clock: () => now });
    const session = await login(sandbox, now);
    await refund(sandbox, session, "73152902", 40);
    expect(sandbox.ledger()).toMatchObject([{ state: "pending" }]);
    now += minute;
    expect(sandbox.ledger()).toMatchObject([{ state: "declined" }]);
    expect(await refund(sandbox, session, "73152902", 40)).toMatchObject({ result: true });
  });

  test("can be any, by a fault", async () => {
    const sandbox = await sandboxFor();
    sandbox.addFault({ kind: "decline-later" });
    await refund(sandbox, await login(sandbox), "73152899", 40);
    sandbox.settle();
    expect(sandbox.ledger()).toMatchObject([{ state: "declined" }]);
  });
});

test("an order that was refunded in full turns REFUND and then REVERSED, with negative money", async () => {
  let now = noon;
  const sandbox = await sandboxFor({ clock: () => now });
  const session = await login(sandbox, now);
  await refund(sandbox, session, "73152903", 40);
  const seen = [];
  for (const pause of [0, 10_000, 10_000]) {
    now += pause;
    const { Status, GrossDiscountedPrice } = await order(sandbox, session, "73152903");
    seen.push([Status, GrossDiscountedPrice]);
  }
  expect(seen).toEqual([
    ["COMPLETE", 40],
    ["REFUND", -40],
    ["REVERSED", -40],
  ]);
});

test("a second partial refund is refused where it was not paid by card or PayPal", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  expect(await refund(sandbox, session, "73152905", 10)).toMatchObject({
    error: { message: expect.stringContaining("payment details") as unknown },
  });
});

test("a stand-in that keeps its state in a folder keeps cancellations too", async () => {
  const { mkdtempSync, rmSync } = await import("node:fs");
  const folder = mkdtempSync("/tmp/refund-shop-");
  try {
    const first = await sandboxFor({ folder });
    const session = await login(first);
    await refund(first, session, "73152899", 40);
    await cancel(first, session, "73152899");
    const second = await sandboxFor({ folder });
    expect(second.ledger()).toMatchObject([{ state: "cancelled" }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
