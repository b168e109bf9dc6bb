import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { call, login, noon, order, refund, sandboxFor } from "./calls.ts";

const proLine = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";

interface Wish {
  readonly refNo?: unknown;
  readonly amount?: unknown;
  readonly items?: unknown;
  readonly comment?: unknown;
  readonly reason?: unknown;
}

/** The answer to one issueRefund: true, or the refusal's text. */
async function issue(sandbox: Sandbox, session: string, wish: Wish): Promise<unknown> {
  const { refNo = "73152871", amount = null, items = [], comment = "", reason = "Other" } = wish;
  const params = [session, refNo, amount, items, comment, reason];
  const { result, error } = await call(sandbox, "issueRefund", params);
  return error === undefined ? result : error.message;
}

function pro(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { Quantity: 1, LineItemReference: proLine, Amount: 29.99, ...changes };
}

describe("an accepted refund", () => {
  test.each<[string, Wish, string]>([
    ["of the whole order, its total as text", { amount: "241.49" }, "241.49"],
    ["of the whole order, its total as a number", { amount: 241.49 }, "241.49"],
    ["of an amount off the total", { amount: 26 }, "26.00"],
    ["of a line by its reference", { items: [pro()] }, "29.99"],
    ["of part of a line's price", { items: [pro({ Amount: 0.01 })] }, "0.01"],
    ["with the items' sum as a check", { amount: 29.99, items: [pro()] }, "29.99"],
    ["with the order's amount beside its items", { amount: 241.49, items: [pro()] }, "29.99"],
    ["of everything, with an empty text for items", { amount: 241.49, items: "" }, "241.49"],
    ["of everything, with an empty object for items", { amount: "241.49", items: {} }, "241.49"],
    ["of an item in place of the list", { items: pro() }, "29.99"],
    ["of a list that PHP made an object", { items: { 0: pro() } }, "29.99"],
    [
      "of a line by its code",
      { items: [{ ProductCode: "SEAT", Quantity: 2, Amount: 66.66 }] },
      "66.66",
    ],
    ["of a dynamic product's order", { refNo: "73152880", amount: 75.25 }, "75.25"],
    ["in yen", { refNo: "73152872", amount: 3000 }, "3000"],
    ["in dinars", { refNo: "73152873", amount: 12.345 }, "12.345"],
    ["of an order with an open chargeback", { refNo: "73152881", amount: 40 }, "40.00"],
    ["of what is left", { refNo: "73152884", amount: 40 }, "40.00"],
    ["of an order eleven months old", { refNo: "73152896", amount: 40 }, "40.00"],
    [
      "of an order of 2015 by product code",
      { refNo: "73152890", items: [{ ProductCode: "SIMPLE", Quantity: 2, Amount: 22 }] },
      "22.00",
    ],
    ["without a comment", { amount: 1, comment: null }, "1.00"],
  ])("%s answers true and is in the ledger once", async (_, wish, amount) => {
    const sandbox = await sandboxFor();
    expect(await issue(sandbox, await login(sandbox), wish)).toBe(true);
    expect(sandbox.ledger()).toMatchObject([{ amount, by: "api", api: "rpc6", state: "pending" }]);
  });

  test("is entered with everything that was sent and the line it resolved to", async () => {
    const sandbox = await sandboxFor({ clock: () => noon });
    const items = [{ ProductCode: "PRO-1Y", Quantity: 1, Amount: 20 }];
    const session = await login(sandbox, noon);
    await issue(sandbox, session, { items, comment: "Sorry", reason: "Fraud" });
    expect(sandbox.ledger()).toEqual([
      {
        at: noon,
        api: "rpc6",
        by: "api",
        refNo: "73152871",
        lineItemId: null,
        amount: "20.00",
        currency: "USD",
        reason: "Fraud",
        category: null,
        comment: "Sorry",
        items: [
          { lineItemReference: proLine, productCode: "PRO-1Y", quantity: 1, amount: "20.00" },
        ],
        state: "pending",
      },
    ]);
  });

  test("is possible until the order is a year old, and not a moment longer", async () => {
    let now = noon;
    const sandbox = await sandboxFor({ clock: () => now });
    now += (365 - 20) * 86_400_000;
    const session = await login(sandbox, now);
    now += 1;
    expect(await issue(sandbox, session, { amount: 1 })).toBe(
      "The allowed period to request a new refund for this order has expired.",
    );
    now -= 1;
    expect(await issue(sandbox, session, { amount: 1 })).toBe(true);
  });

  test("takes each of the account's reasons", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0 });
    const session = await login(sandbox);
    const reasons = ["Unwanted auto-renewal", "Fraud", "Duplicate purchase", "Cancellation"];
    for (const reason of [...reasons, "Other"]) {
      expect(await issue(sandbox, session, { amount: 1, reason })).toBe(true);
    }
  });
});

describe("a refusal", () => {
  test.each<[string, Wish, string]>([
    ["no order number", { refNo: null }, "ORDER_REF missing or format incorrect"],
    ["an order number as a number", { refNo: 73152871 }, "ORDER_REF missing or format incorrect"],
    ["letters for an order number", { refNo: "7315x" }, "ORDER_REF missing or format incorrect"],
    ["an unknown order", { refNo: "1", amount: 1 }, "Invalid ORDER_REF"],
    ["neither amount nor items", {}, "ORDER_AMOUNT missing or format incorrect"],
    ["an amount with a comma", { amount: "1,000.00" }, "ORDER_AMOUNT missing or format incorrect"],
    ["an amount that is true", { amount: true }, "ORDER_AMOUNT missing or format incorrect"],
    ["too many decimals", { amount: 1.001 }, "ORDER_AMOUNT missing or format incorrect"],
    [
      "decimals of a yen",
      { refNo: "73152872", amount: 1.5 },
      "ORDER_AMOUNT missing or format incorrect",
    ],
    ["nothing", { amount: 0 }, "Invalid ORDER_AMOUNT"],
    ["a negative amount", { amount: -1 }, "Invalid ORDER_AMOUNT"],
    ["more than the total", { amount: 241.5 }, "Invalid ORDER_AMOUNT"],
    [
      "an amount that is not the items' sum",
      { amount: 30, items: [pro()] },
      "Invalid ORDER_AMOUNT",
    ],
    ["a line's amount over its price", { items: [pro({ Amount: 30 })] }, "Invalid ORDER_AMOUNT"],
    ["a line's amount of nothing", { items: [pro({ Amount: 0 })] }, "Invalid ORDER_AMOUNT"],
    [
      "a line's amount as text",
      { items: [pro({ Amount: "29.99" })] },
      "ORDER_AMOUNT missing or format incorrect",
    ],
    [
      "items that are null",
      { amount: 1, items: null },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    ["items that are a number", { items: 1 }, "PRODUCTS_CODES missing or format incorrect"],
    [
      "an object of items that are none",
      { amount: 1, items: { 0: "PRO-1Y" } },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    ["an item that is text", { items: [proLine] }, "PRODUCTS_CODES missing or format incorrect"],
    [
      "an item without a line",
      { items: [{ Quantity: 1, Amount: 1 }] },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    [
      "a line not on the order",
      { items: [pro({ LineItemReference: "0".repeat(40) })] },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    [
      "the same line twice",
      { items: [pro({ Amount: 1 }), pro({ Amount: 2 })] },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    [
      "a code that two lines bear",
      { refNo: "73152879", items: [{ ProductCode: "SEAT", Quantity: 1, Amount: 1 }] },
      "PRODUCTS_CODES missing or format incorrect",
    ],
    [
      "no quantity",
      { items: [pro({ Quantity: undefined })] },
      "PRODUCTS_QTY missing or format incorrect",
    ],
    [
      "a quantity as text",
      { items: [pro({ Quantity: "1" })] },
      "PRODUCTS_QTY missing or format incorrect",
    ],
    [
      "a quantity of zero",
      { items: [pro({ Quantity: 0 })] },
      "PRODUCTS_QTY missing or format incorrect",
    ],
    [
      "a fraction of a piece",
      { items: [pro({ Quantity: 0.5 })] },
      "PRODUCTS_QTY missing or format incorrect",
    ],
    ["more pieces than were bought", { items: [pro({ Quantity: 2 })] }, "Invalid PRODUCTS_QTY"],
    ["a canceled order", { refNo: "73152876", amount: 1 }, "Order already canceled"],
    [
      "an order refunded in full",
      { refNo: "73152883", amount: 1 },
      "You have already placed a Total refund for this order.",
    ],
    [
      "a pending refund",
      { refNo: "73152885", amount: 1 },
      "You already have a pending refund request.",
    ],
    [
      "more than is left",
      { refNo: "73152884", amount: 40.01 },
      "The maximum refundable amount for this order has been exceeded.",
    ],
    ...["73152874", "73152875", "73152893", "73152894"].map((refNo): [string, Wish, string] => [
      `an order that is not COMPLETE (${refNo})`,
      { refNo, amount: 1 },
      "You cannot place a refund request due to the order's current status.",
    ]),
    ...["73152882", "73152895", "73152886", "73152887", "73152891"].map(
      (refNo): [string, Wish, string] => [
        `a chargeback, or a payment that was not made (${refNo})`,
        { refNo, amount: 1 },
        "You cannot place a refund request due to the order's payment details.",
      ],
    ),
    [
      "an order over a year old",
      { refNo: "73152877", amount: 1 },
      "The allowed period to request a new refund for this order has expired.",
    ],
    ["no reason", { amount: 1, reason: "" }, "REFUND_REASON missing or format incorrect"],
    ["a reason the account does not have", { amount: 1, reason: "fraud" }, "Invalid REFUND_REASON"],
    ["a comment that is a number", { amount: 1, comment: 5 }, "COMMENT format incorrect"],
  ])("of %s has its text and moves no money", async (_, wish, message) => {
    const sandbox = await sandboxFor();
    expect(await issue(sandbox, await login(sandbox), wish)).toBe(message);
    expect(sandbox.ledger()).toEqual([]);
  });

  test("is an error object at HTTP 200", async () => {
    const sandbox = await sandboxFor();
    expect(await refund(sandbox, await login(sandbox), "73152876", 1)).toEqual({
      jsonrpc: "2.0",
      id: 7,
      error: {
        code: 55201,
        message: "Order already canceled",
        data: { error_code: "ORDER_ERROR" },
      },
    });
  });
});

describe("pending and settled", () => {
  test("a refund is pending, refuses another, and settles after its time", async () => {
    let now = noon;
    const sandbox = await sandboxFor({ clock: () => now });
    const session = await login(sandbox, noon);
    expect(await issue(sandbox, session, { amount: 10 })).toBe(true);
    now += 9_999;
    expect((await order(sandbox, session, "73152871")).Refunds).toBeNull();
    expect(await issue(sandbox, session, { amount: 10 })).toBe(
      "You already have a pending refund request.",
    );
    now += 1;
    expect(sandbox.ledger()).toMatchObject([{ state: "settled" }]);
    expect((await order(sandbox, session, "73152871")).Refunds).toMatchObject([{ Amount: 10 }]);
    expect(await issue(sandbox, session, { amount: 10 })).toBe(true);
  });

  test("a refund can be settled on demand, the demonstration's pending one too", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    await issue(sandbox, session, { amount: 10 });
    sandbox.settle();
    expect(sandbox.ledger()).toMatchObject([{ state: "settled" }]);
    expect(await issue(sandbox, session, { refNo: "73152885", amount: 25 })).toBe(true);
  });

  test("an order becomes REFUND when a total refund settles, and not before", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    await issue(sandbox, session, { amount: 241.49 });
    expect(await order(sandbox, session, "73152871")).toMatchObject({ Status: "COMPLETE" });
    sandbox.settle();
    expect(await order(sandbox, session, "73152871")).toMatchObject({ Status: "REFUND" });
    expect(await issue(sandbox, session, { amount: 1 })).toBe(
      "You have already placed a Total refund for this order.",
    );
  });

  test("refunds add up: of a line, and of the order", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0 });
    const session = await login(sandbox);
    const exceeded = "The maximum refundable amount for this order has been exceeded.";
    const line = (Amount: number): Wish => ({ items: [pro({ Amount })] });
    expect(await issue(sandbox, session, line(20))).toBe(true);
    expect(await issue(sandbox, session, line(10))).toBe(exceeded);
    expect(await issue(sandbox, session, line(9.99))).toBe(true);
    expect(await issue(sandbox, session, { amount: 211.51 })).toBe(exceeded);
    expect(await issue(sandbox, session, { amount: 211.5 })).toBe(true);
    expect(await order(sandbox, session, "73152871")).toMatchObject({ Status: "REFUND" });
  });

  test("a discount on the whole order bounds what its lines can give back", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0 });
    const session = await login(sandbox);
    const items = [
      { ProductCode: "EDITOR", Quantity: 1, Amount: 50 },
      { ProductCode: "THEMES", Quantity: 1, Amount: 30 },
    ];
    expect(await issue(sandbox, session, { refNo: "73152892", items })).toBe(
      "The maximum refundable amount for this order has been exceeded.",
    );
  });
});

describe("somebody in the control panel", () => {
  test("can refund, and has its own mark in the ledger", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.refundElsewhere("73152871", "29.99");
    expect(sandbox.ledger()).toMatchObject([{ by: "panel", refNo: "73152871", amount: "29.99" }]);
    expect(await issue(sandbox, session, { amount: 29.99 })).toBe(
      "You already have a pending refund request.",
    );
  });

  test("is bound by the same rules", async () => {
    const sandbox = await sandboxFor();
    expect(() => {
      sandbox.refundElsewhere("73152876", "1.00");
    }).toThrow("Order already canceled");
  });
});
