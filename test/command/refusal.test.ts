import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

const closing = ["--reason", "Other", "--yes", "--json"];

interface Refused {
  readonly argv: readonly string[];
  readonly code: string;
}

const refusedHere: readonly Refused[] = [
  { argv: ["total", "73152874"], code: "order-not-complete" },
  { argv: ["total", "73152875"], code: "order-not-complete" },
  { argv: ["total", "73152876"], code: "order-not-complete" },
  { argv: ["total", "73152894"], code: "order-not-complete" },
  { argv: ["total", "73152877"], code: "too-late" },
  { argv: ["total", "73152882"], code: "chargeback-lost" },
  { argv: ["total", "73152895"], code: "chargeback-lost" },
  { argv: ["total", "73152883"], code: "already-refunded" },
  { argv: ["total", "73152893"], code: "order-not-complete" },
  { argv: ["total", "73152887"], code: "nothing-paid" },
  { argv: ["total", "73152891"], code: "nothing-paid" },
  { argv: ["partial", "73152871", "--amount", "241.50"], code: "amount-exceeds-order" },
  { argv: ["partial", "73152884", "--amount", "40.01"], code: "amount-exceeds-balance" },
  { argv: ["partial", "73152871", "--item", "SEAT:4"], code: "quantity-exceeds-line" },
  { argv: ["partial", "73152871", "--item", "PRO-1Y:1:30.00"], code: "amount-exceeds-line" },
];

describe("a check made here", () => {
  test.each(refusedHere)("refuses $argv as $code and sends nothing", async ({ argv, code }) => {
    const { machine, sandbox } = await shopFor();
    const ended = await machine.run(...argv, ...closing);
    expect(outcomeOf(ended)).toMatchObject({ code: 4, outcome: "refused", error: { code } });
    expect(received(sandbox, "issueRefund")).toBe(0);
    expect(await attemptsOn(machine, sandbox, argv[1] ?? "")).toEqual([]);
  });

  test("refuses a total when what was refunded cannot be read", async () => {
    const { machine, sandbox } = await shopFor({ refundsShape: "opaque" });
    const document = outcomeOf(await machine.run("total", "73152884", ...closing));
    expect(document).toMatchObject({
      code: 4,
      error: { code: "balance-unknown" },
      order: { paid: "50.00", refunded: null, refundable: null },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("only warns of an open chargeback", async () => {
    const { machine } = await shopFor();
    const document = outcomeOf(await machine.run("total", "73152881", ...closing));
    expect(document).toMatchObject({ code: 0, warnings: [{ code: "chargeback-open" }] });
  });
});

const refusedThere: readonly (Refused & { readonly words: string })[] = [
  { argv: ["total", "73152874"], code: "order-not-complete", words: "current status" },
  { argv: ["total", "73152876"], code: "order-canceled", words: "Order already canceled" },
  { argv: ["total", "73152877"], code: "too-late", words: "The allowed period" },
  { argv: ["total", "73152882"], code: "payment-not-refundable", words: "payment details" },
  { argv: ["total", "73152886"], code: "payment-not-refundable", words: "payment details" },
  { argv: ["total", "73152885"], code: "pending-refund", words: "pending refund request" },
  {
    argv: ["partial", "73152871", "--amount", "999"],
    code: "amount-invalid",
    words: "Invalid ORDER_AMOUNT",
  },
  {
    argv: ["partial", "73152884", "--amount", "45.00"],
    code: "amount-exceeds-balance",
    words: "The maximum refundable amount",
  },
  {
    argv: ["partial", "73152871", "--item", "SEAT:4:5.00"],
    code: "quantity-invalid",
    words: "Invalid PRODUCTS_QTY",
  },
];

test("too many pieces are reported as such, even if the order has less left than they cost", async () => {
  const { machine } = await shopFor();
  await machine.run("partial", "73152878", "--amount", "1.50", ...closing);
  const pieces = await machine.run("partial", "73152878", "--item", "SUITE:9", ...closing);
  expect(outcomeOf(pieces)).toMatchObject({ code: 4, error: { code: "quantity-exceeds-line" } });
});

describe("with --skip-checks 2Checkout decides, and", () => {
  test.each(refusedThere)("its refusal of $argv is $code", async ({ argv, code, words }) => {
    const { machine, sandbox } = await shopFor();
    const document = outcomeOf(await machine.run(...argv, "--skip-checks", ...closing));
    expect(document).toMatchObject({ code: 4, outcome: "refused", error: { code } });
    expect(document.error?.api?.message).toContain(words);
    expect(document.error?.attempt).toBe(document.attempt);
    expect(received(sandbox, "issueRefund")).toBe(1);
    const attempts = await attemptsOn(machine, sandbox, argv[1] ?? "");
    expect(attempts).toMatchObject([{ outcome: "refused", settledBy: "answer" }]);
  });

  test("its word that a total was made already is what was asked for", async () => {
    const { machine, sandbox } = await shopFor({ refundsShape: "null" });
    const ended = await machine.run("total", "73152883", "--skip-checks", ...closing);
    expect(outcomeOf(ended)).toMatchObject({
      code: 0,
      outcome: "already-refunded",
      error: { code: "already-refunded" },
    });
    expect(await attemptsOn(machine, sandbox, "73152883")).toMatchObject([
      { outcome: "already-refunded" },
    ]);
  });

  test("the same word about a part is a refusal", async () => {
    const { machine } = await shopFor({ refundsShape: "null" });
    const argv = ["partial", "73152883", "--amount", "5.00", "--skip-checks"];
    expect(outcomeOf(await machine.run(...argv, ...closing))).toMatchObject({
      code: 4,
      outcome: "refused",
      error: { code: "already-refunded" },
    });
  });

  test("what would have been refused here is warned of", async () => {
    const { machine } = await shopFor();
    const document = outcomeOf(await machine.run("total", "73152877", "--skip-checks", ...closing));
    expect(document.warnings.map(({ code }) => code)).toContain("too-late");
  });

  test("a total of an unreadable balance asks for all that this journal has not refunded", async () => {
    const { machine, sandbox } = await shopFor({ refundsShape: "opaque" });
    await machine.run("total", "73152884", "--skip-checks", ...closing);
    const [request] = sandbox.requests().filter(({ method }) => method === "issueRefund");
    expect(request?.body).toContain('"73152884",50,[]');
  });
});

test("a reason that the account does not know is refused by 2Checkout in its own words", async () => {
  const { machine } = await shopFor();
  const document = outcomeOf(
    await machine.run("total", "73152871", "--reason", "Because", "--yes", "--json"),
  );
  expect(document).toMatchObject({ code: 4, error: { code: "refused-by-api" } });
  expect(document.error?.api).toEqual({ code: "55201", message: "Invalid REFUND_REASON" });
});

test("an order that 2Checkout does not know is refused before anything else", async () => {
  const { machine } = await shopFor();
  const document = outcomeOf(await machine.run("total", "99999999", ...closing));
  expect(document).toMatchObject({
    code: 4,
    outcome: "refused",
    order: null,
    refund: null,
    error: { code: "order-not-found", api: { message: "Invalid ORDER_REF" } },
  });
});
