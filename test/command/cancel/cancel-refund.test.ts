import { describe, expect, test } from "vitest";
import type { InjectedFaultKind } from "../../../src/sandbox/faults.ts";
import type { SandboxOptions } from "../../../src/sandbox/server.ts";
import type { Machine } from "../../support/context.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, type Shop, shopFor } from "../../support/sandbox.ts";

const order = "73152899";
const minute = 60_000;
const cancelled = ["cancel", order, "--yes", "--json"];

async function refund(machine: Machine, ...more: readonly string[]): Promise<string> {
  const what = more.length === 0 ? ["total", order] : more;
  const ended = outcomeOf(await machine.run(...what, "--reason", "Other", "--yes", "--json"));
  expect(ended.outcome).toBe("accepted");
  return ended.attempt ?? "";
}

/** A shop in which refunds are pending for a day, and one of them was made. */
async function waitingRefund(options: SandboxOptions = {}): Promise<Shop & { refunded: string }> {
  const shop = await shopFor({ settleAfterMs: 24 * 60 * minute, ...options });
  return { ...shop, refunded: await refund(shop.machine) };
}

async function cancel(machine: Machine, ...more: readonly string[]) {
  const ended = await machine.run(...cancelled, ...more);
  return { code: ended.code, ...documentOf(ended, "refund.cancellation-1") };
}

async function outcomes({ machine, sandbox }: Shop) {
  const attempts = await attemptsOn(machine, sandbox, order);
  return attempts.map(({ kind, outcome }) => [kind, outcome]);
}

describe("a refund that waits", () => {
  test.each(["true", "record"] as const)(
    "is withdrawn, and the same refund can be made anew: %s",
    async (cancelAnswer) => {
      const shop = await waitingRefund({ cancelAnswer });
      const ended = await cancel(shop.machine);
      expect(ended).toMatchObject({
        code: 0,
        outcome: "accepted",
        attempt: shop.refunded,
        error: null,
        warnings: [],
        order: { refNo: order, status: "COMPLETE" },
      });
      expect(shop.sandbox.ledger()).toMatchObject([{ state: "cancelled" }]);
      expect(await outcomes(shop)).toEqual([
        ["cancel", "accepted"],
        ["total", "withdrawn"],
      ]);
      const again = await refund(shop.machine);
      expect(again).not.toBe(shop.refunded);
      expect(shop.sandbox.ledger()).toMatchObject([{ state: "cancelled" }, { state: "pending" }]);
    },
  );

  test("is left out of what the order has left, whether or not the order still lists it", async () => {
    for (const withdrawnShown of [false, true]) {
      const { machine } = await waitingRefund({ withdrawnShown });
      await cancel(machine);
      const view = documentOf(await machine.run("order", order, "--json"), "refund.order-1");
      expect(view).toMatchObject({ refunded: "0.00", refundable: "40.00" });
    }
  });

  test("is told in words, with what to do next", async () => {
    const { machine, refunded } = await waitingRefund();
    const { out, err, code } = await machine.run("cancel", order, "--yes");
    expect(code).toBe(0);
    expect(out).toContain(`attempt ${refunded} is withdrawn, and the order can be refunded again`);
    expect(err).toContain("40.00 USD, requested at");
    expect(err).toContain("that request may be declined by this");
  });
});

describe("nothing is sent", () => {
  test("by a dry run, which shows the request and records nothing", async () => {
    const shop = await waitingRefund();
    const ended = await cancel(shop.machine, "--dry-run");
    expect(ended).toMatchObject({ code: 0, outcome: "planned", cancellation: null });
    expect(ended.request?.body).toBe(
      `{"jsonrpc":"2.0","id":0,"method":"cancelRefund","params":["***","${order}"]}`,
    );
    expect(received(shop.sandbox, "cancelRefund")).toBe(0);
    expect(await outcomes(shop)).toEqual([["total", "accepted"]]);
  });

  test("without a yes, where nobody can be asked", async () => {
    const { machine } = await waitingRefund();
    const ended = outcomeOf(await machine.run("cancel", order, "--json"));
    expect(ended).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(ended.error?.message).toContain("--yes");
  });

  test("of another customer's order", async () => {
    const { machine, sandbox } = await waitingRefund();
    const ended = await cancel(machine, "--expect-email", "somebody@example.com");
    expect(ended).toMatchObject({ code: 4, error: { code: "customer-mismatch" } });
    expect(received(sandbox, "cancelRefund")).toBe(0);
  });

  test("while an attempt on the order is unresolved", async () => {
    const shop = await shopFor({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
    const lost = outcomeOf(
      await shop.machine.run("total", order, "--reason", "Other", "--yes", "--json"),
    );
    const ended = await cancel(shop.machine);
    expect(ended).toMatchObject({
      code: 5,
      outcome: "blocked",
      error: { code: "unresolved-attempt", attempt: lost.attempt },
    });
    expect(received(shop.sandbox, "cancelRefund")).toBe(0);
  });

  test("of a refund that was seen paid out", async () => {
    const { machine, sandbox, refunded } = await waitingRefund();
    sandbox.settle();
    await machine.run("order", order, "--json");
    const ended = await cancel(machine, "--attempt", refunded);
    expect(ended).toMatchObject({ code: 4, error: { code: "already-paid-out" } });
    expect(received(sandbox, "cancelRefund")).toBe(0);
  });

  test.each([
    ["that does not exist", "01JZZZZZZZZZZZZZZZZZZZZZZZ"],
    ["that is withdrawn", null],
  ])("of an attempt %s: usage", async (_, named) => {
    const { machine, sandbox, refunded } = await waitingRefund();
    if (named === null) await cancel(machine);
    const before = received(sandbox, "cancelRefund");
    const ended = outcomeOf(await machine.run(...cancelled, "--attempt", named ?? refunded));
    expect(ended).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(received(sandbox, "cancelRefund")).toBe(before);
  });
});

test("2Checkout refuses, and the refund stays accepted", async () => {
  const shop = await waitingRefund();
  shop.sandbox.cancelElsewhere(order);
  const ended = await cancel(shop.machine);
  expect(ended).toMatchObject({ code: 4, outcome: "refused", error: { code: "cancel-refused" } });
  expect(ended.cancellation).toBe(ended.error?.attempt);
  expect(await outcomes(shop)).toEqual([
    ["cancel", "refused"],
    ["total", "accepted"],
  ]);
});

const lostAnswers: readonly InjectedFaultKind[] = [
  ...(["drop-before", "drop-after", "500-after", "503-before", "html-after"] as const),
  ...(["truncated-after", "half-json-after", "empty-after", "null-after", "false-after"] as const),
  ...(["wrong-id-after", "internal-error-after", "redirect", "huge"] as const),
];

test.each(lostAnswers)("a lost answer (%s) is unknown, and blocks the order", async (kind) => {
  const shop = await waitingRefund({ faults: [{ kind, method: "cancelRefund" }] });
  const ended = await cancel(shop.machine);
  expect(ended).toMatchObject({ code: 7, outcome: "unknown", attempt: null });
  expect(received(shop.sandbox, "cancelRefund")).toBe(1);
  expect(await outcomes(shop)).toEqual([
    ["cancel", null],
    ["total", "accepted"],
  ]);
  const next = outcomeOf(
    await shop.machine.run("total", order, "--reason", "Other", "--yes", "--json"),
  );
  expect(next).toMatchObject({ code: 5, error: { attempt: ended.cancellation } });
});

test.each(["429", "expire-session"] as const)(
  "an answer that proves that nothing was done (%s) is not-sent, and it can be run again",
  async (kind) => {
    const shop = await waitingRefund({ faults: [{ kind, method: "cancelRefund" }] });
    expect(await cancel(shop.machine)).toMatchObject({ code: 6, outcome: "not-sent" });
    expect(await cancel(shop.machine)).toMatchObject({ code: 0, attempt: shop.refunded });
  },
);

describe("TRUE is not clear about which refund it was", () => {
  async function unclear(shop: Shop, why: string, ...more: readonly string[]) {
    const ended = await cancel(shop.machine, ...more);
    expect(ended).toMatchObject({
      code: 0,
      outcome: "accepted",
      attempt: null,
      warnings: [{ code: "cancelled-unclear" }],
    });
    expect(ended.warnings[0]?.message).toContain(why);
    return ended;
  }

  test("after more than two hours, when 2Checkout still did it", async () => {
    const shop = await waitingRefund();
    shop.machine.clock.advance(121 * minute);
    expect(await cancel(shop.machine)).toMatchObject({ code: 4, outcome: "refused" });
    // The service keeps to its page; somebody at the panel does not, and the answer is TRUE.
    shop.sandbox.addFault({ kind: "panel-refund", method: "cancelRefund" });
    expect(await cancel(shop.machine)).toMatchObject({ code: 4, outcome: "refused" });
    expect(await outcomes(shop)).toEqual([
      ["cancel", "refused"],
      ["cancel", "refused"],
      ["total", "accepted"],
    ]);
  });

  test("where several wait: one must be named, which proves nothing", async () => {
    const shop = await shopFor({ settleAfterMs: 0 });
    const partial = ["partial", "73152871", "--amount"];
    const first = await refund(shop.machine, ...partial, "10.00");
    await refund(shop.machine, ...partial, "20.00");
    const both = ["cancel", "73152871", "--yes", "--json"];
    const unnamed = outcomeOf(await shop.machine.run(...both));
    expect(unnamed).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(unnamed.error?.message).toContain("--attempt");
    expect(unnamed.error?.message).toContain(first);
    const named = await shop.machine.run(...both, "--attempt", first);
    // Both are paid out already, so there is nothing to cancel.
    expect(named.code).toBe(4);
  });

  test("but where all were seen paid out nothing is sent, whether or not one is named", async () => {
    const shop = await waitingRefund();
    shop.sandbox.settle();
    await shop.machine.run("status", "--refresh");
    for (const more of [[], ["--attempt", shop.refunded]]) {
      expect(await cancel(shop.machine, ...more)).toMatchObject({
        code: 4,
        outcome: "refused",
        error: { code: "already-paid-out" },
      });
    }
    expect(received(shop.sandbox, "cancelRefund")).toBe(0);
  });

  test("where the order cannot be read again", async () => {
    const shop = await waitingRefund();
    shop.sandbox.addFault({ kind: "slow", method: "getOrder" });
    shop.sandbox.addFault({ kind: "500-before", method: "getOrder", times: 9 });
    await unclear(shop, "the order could not be read again");
    expect(await outcomes(shop)).toEqual([
      ["cancel", "accepted"],
      ["total", "accepted"],
    ]);
  });

  test("where this journal knows of no refund that waits", async () => {
    const shop = await shopFor();
    const ended = await shop.machine.run("cancel", "73152904", "--yes", "--json");
    const document = documentOf(ended, "refund.cancellation-1");
    expect(document).toMatchObject({ attempt: null, warnings: [{ code: "cancelled-unclear" }] });
    expect(ended.code).toBe(0);
  });
});

describe("what a person says of an open cancellation", () => {
  async function lostCancellation() {
    const shop = await waitingRefund({ faults: [{ kind: "drop-after", method: "cancelRefund" }] });
    const { cancellation } = await cancel(shop.machine);
    shop.machine.clock.advance(10 * minute);
    return { ...shop, cancellation: cancellation ?? "" };
  }

  test("reconcile finds no evidence and leaves it open", async () => {
    const { machine, cancellation } = await lostCancellation();
    const ended = await machine.run("reconcile");
    expect(ended.code).toBe(7);
    expect(ended.err).toContain(`reconcile ${cancellation} --withdrawn`);
    expect(ended.err).toContain(`reconcile ${cancellation} --not-applied`);
    expect(ended.err).not.toContain("--accepted");
  });

  test("--withdrawn settles both", async () => {
    const shop = await lostCancellation();
    const { code } = await shop.machine.run("reconcile", shop.cancellation, "--withdrawn", "--yes");
    expect(code).toBe(0);
    expect(await outcomes(shop)).toEqual([
      ["cancel", "accepted"],
      ["total", "withdrawn"],
    ]);
    expect(await refund(shop.machine)).not.toBe("");
  });

  test("--withdrawn of one whose refund the order shows as paid out leaves the refund accepted", async () => {
    const faults = [{ kind: "drop-before", method: "cancelRefund" }] as const;
    const shop = await waitingRefund({ faults });
    const { cancellation } = await cancel(shop.machine);
    shop.machine.clock.advance(2 * 24 * 60 * minute);
    await shop.machine.run("reconcile", cancellation ?? "", "--withdrawn", "--yes");
    const [, paidOut] = await attemptsOn(shop.machine, shop.sandbox, order);
    expect(paidOut).toMatchObject({ outcome: "accepted", processed: { by: "status" } });
    const same = ["total", order, "--reason", "Other", "--yes", "--json"];
    expect(outcomeOf(await shop.machine.run(...same)).attempt).toBeNull();
    expect(shop.sandbox.ledger()).toHaveLength(1);
  });

  test("--not-applied leaves the refund accepted, and the order is free", async () => {
    const shop = await lostCancellation();
    const { code } = await shop.machine.run(
      "reconcile",
      shop.cancellation,
      "--not-applied",
      "--yes",
    );
    expect(code).toBe(0);
    expect(await outcomes(shop)).toEqual([
      ["cancel", "not-applied"],
      ["total", "accepted"],
    ]);
    const same = outcomeOf(
      await shop.machine.run("total", order, "--reason", "Other", "--yes", "--json"),
    );
    expect(same).toMatchObject({ code: 5, error: { code: "duplicate-refund" } });
  });

  test("--accepted is usage", async () => {
    const { machine, cancellation } = await lostCancellation();
    const ended = await machine.run("reconcile", cancellation, "--accepted", "--yes");
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("--withdrawn");
  });
});

describe("--withdrawn", () => {
  test("is said of an accepted refund, and may follow TRUE", async () => {
    const shop = await waitingRefund();
    shop.sandbox.cancelElsewhere(order);
    const { code, out } = await shop.machine.run(
      "reconcile",
      shop.refunded,
      "--withdrawn",
      "--yes",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      attempts: [{ attempt: shop.refunded, outcome: "withdrawn" }],
    });
    expect(await outcomes(shop)).toEqual([["total", "withdrawn"]]);
    const [attempt] = await attemptsOn(shop.machine, shop.sandbox, order);
    expect(attempt).toMatchObject({ settledBy: "person" });
    expect(attempt?.evidence).toContain("said by agent@desk-7");
  });

  test("of anything else is usage", async () => {
    const shop = await waitingRefund();
    const { cancellation } = await cancel(shop.machine);
    for (const id of [shop.refunded, cancellation ?? ""]) {
      const { code } = await shop.machine.run("reconcile", id, "--withdrawn", "--yes");
      expect(code).toBe(2);
    }
  });

  test("needs a yes off a terminal", async () => {
    const shop = await waitingRefund();
    const { code } = await shop.machine.run("reconcile", shop.refunded, "--withdrawn");
    expect(code).toBe(2);
    expect(await outcomes(shop)).toEqual([["total", "accepted"]]);
  });
});

describe("a withdrawn refund", () => {
  test("is looked for by reconcile, but listed only if it was paid out, or to who names it", async () => {
    const shop = await waitingRefund();
    const { machine, refunded } = shop;
    await machine.run("reconcile", refunded, "--withdrawn", "--yes");
    const reconciled = async (...named: readonly string[]) => {
      const ended = await machine.run("reconcile", ...named, "--json");
      return { code: ended.code, ...documentOf(ended, "refund.reconcile-1") };
    };
    const reads = received(shop.sandbox, "getOrder");
    expect(await reconciled()).toMatchObject({ code: 0, attempts: [] });
    expect(await reconciled(order)).toMatchObject({ code: 0, attempts: [] });
    expect(received(shop.sandbox, "getOrder")).toBe(reads + 2);
    expect((await machine.run("reconcile")).out).toBe("No attempt is unresolved.\n");
    const standing = { attempt: refunded, outcome: "withdrawn" };
    expect(await reconciled(refunded)).toMatchObject({ code: 0, attempts: [standing] });
    shop.sandbox.settle();
    const paidOut = { attempt: refunded, outcome: "accepted" };
    expect(await reconciled()).toMatchObject({ code: 0, attempts: [paidOut] });
    expect(await reconciled()).toMatchObject({ code: 0, attempts: [] });
  });
});

describe("a withdrawn refund that was paid out after all", () => {
  test("is accepted again as soon as the order shows it", async () => {
    const shop = await waitingRefund();
    await shop.machine.run("reconcile", shop.refunded, "--withdrawn", "--yes");
    shop.sandbox.settle();
    const again = outcomeOf(
      await shop.machine.run("total", order, "--reason", "Other", "--yes", "--json"),
    );
    expect(again).toMatchObject({
      code: 5,
      error: { code: "duplicate-refund", attempt: shop.refunded },
    });
    expect(await outcomes(shop)).toEqual([["total", "accepted"]]);
  });
});
