import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { machineFor } from "../../support/context.ts";
import { received, shopFor } from "../../support/sandbox.ts";

test("order shows the order, what can be refunded of each line, and the attempts on it", async () => {
  const { machine } = await shopFor({ settleAfterMs: 0 });
  const argv = ["partial", "73152871", "--item", "SEAT:1", "--reason", "Other", "--yes", "--json"];
  const { attempt } = outcomeOf(await machine.run(...argv));
  const ended = await machine.run("order", "73152871", "--json");
  expect(ended.code).toBe(0);
  expect(documentOf(ended, "refund.order-1")).toMatchObject({
    refNo: "73152871",
    status: "COMPLETE",
    currency: "USD",
    paid: "241.49",
    refunded: "33.33",
    refundable: "208.16",
    customer: { name: "Test Buyer", email: "buyer@example.com", country: "US" },
    items: [
      { productCode: "PRO-1Y", quantity: 1, amount: "29.99", refundable: "29.99" },
      { productCode: "SEAT", quantity: 3, amount: "100.00", refundable: "66.67" },
      { productCode: "SUPPORT-GOLD", quantity: 2, amount: "99.00", refundable: "99.00" },
      { productCode: "SHIPPING_GENERIC_PRODUCT", quantity: 1, amount: "12.50" },
    ],
    attempts: [{ attempt, outcome: "accepted", kind: "partial", amount: "33.33" }],
    verdict: { refundable: true, code: null, message: "208.16 USD can be refunded." },
  });
});

test("the order, as text for people, is on stdout", async () => {
  const { machine } = await shopFor();
  const { code, out } = await machine.run("order", "73152873");
  expect(code).toBe(0);
  for (const shown of ["Test Buyer", "12.345 KWD", "Workbook"]) expect(out).toContain(shown);
});

test("the last word about an order is whether it can be refunded, and what helps if not", async () => {
  const { machine, sandbox } = await shopFor();
  const free = await machine.run("order", "73152899");
  expect(free.out).toMatch(/\nRefundable: 40\.00 USD can be refunded\.\n$/);
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const lost = ["total", "73152899", "--reason", "Other", "--yes", "--json"];
  const { attempt } = outcomeOf(await machine.run(...lost));
  const open = await machine.run("order", "73152899");
  expect(open.out).toMatch(
    new RegExp(`\\nBlocked: .* has no known outcome\\..*\\n  refund reconcile ${attempt}\\n$`),
  );
  const document = documentOf(await machine.run("order", "73152899", "--json"), "refund.order-1");
  expect(document).toMatchObject({ verdict: { refundable: false, code: "unresolved-attempt" } });
});

test("whether a part can be refunded is not said where what is left is unknown", async () => {
  const { machine } = await shopFor({ refundsShape: "opaque" });
  const ended = await machine.run("order", "73152884", "--json");
  expect(documentOf(ended, "refund.order-1")).toMatchObject({
    verdict: { refundable: null, code: "balance-unknown" },
  });
});

test("what an order does not tell readably is null and not a guess", async () => {
  const { machine } = await shopFor({ refundsShape: "opaque" });
  const ended = await machine.run("order", "73152884", "--json");
  expect(documentOf(ended, "refund.order-1")).toMatchObject({
    paid: "50.00",
    refunded: null,
    refundable: null,
    items: [{ refundable: null }, { refundable: null }],
  });
});

test("an order that 2Checkout does not know is refused", async () => {
  const { machine } = await shopFor();
  expect(outcomeOf(await machine.run("order", "99999999", "--json"))).toMatchObject({
    code: 4,
    command: "order",
    outcome: "refused",
    error: { code: "order-not-found" },
  });
});

test("order only reads", async () => {
  const { machine, sandbox } = await shopFor();
  expect((await machine.run("order", "73152871")).code).toBe(0);
  expect(received(sandbox, "issueRefund")).toBe(0);
  expect(sandbox.ledger()).toEqual([]);
});

test("order leaves no file behind where it was run", async () => {
  const { machine } = await shopFor();
  await machine.run("order", "73152871");
  expect(readdirSync(machine.cwd)).toEqual([]);
});

test("reasons lists nothing where none are configured, and the categories with --legacy", async () => {
  const machine = machineFor();
  const none = await machine.run("reasons", "--json");
  expect(documentOf(none, "refund.reasons-1")).toMatchObject({ reasons: null, categories: null });
  const legacy = documentOf(await machine.run("reasons", "--legacy", "--json"), "refund.reasons-1");
  expect(legacy.categories).toHaveLength(16);
  expect(legacy.categories?.map(({ id }) => id)).not.toContain(7);
  const text = await machine.run("reasons", "--legacy");
  expect(text.out).toMatch(/^ 1 {2}Did not receive order\n/);
});

test("at a terminal earlier attempts have short names, in the order and in the preview", async () => {
  const streams = { stdin: true, stdout: true, stderr: true };
  const { machine } = await shopFor({}, { terminal: { ...streams, columns: 70 } });
  Object.assign(machine.env, { TERM: "xterm", NO_COLOR: "1" });
  const part = ["partial", "73152871", "--reason", "Other", "--yes"];
  const first = await machine.run(...part, "--item", "SEAT:1", "--json");
  const { attempt } = outcomeOf(first);
  const name = (attempt ?? "").slice(-6);
  const shown = await machine.run("order", "73152871");
  const planned = await machine.run(...part, "--amount", "5.00", "--dry-run");
  const cancelling = await machine.run("cancel", "73152871", "--yes", "--dry-run");
  for (const text of [shown.out, planned.err, cancelling.err]) {
    const [row = ""] = text.split("\n").filter((line) => /^\S+/.exec(line)?.[0].endsWith(name));
    expect(row).toMatch(/33\.33 USD +accepted +agent$/);
  }
  machine.env["TERM"] = "dumb";
  expect((await machine.run("order", "73152871")).out).toContain(
    `Earlier attempt ${attempt ?? ""}`,
  );
});

test("the verdict hints at a request that was pending when 2Checkout last refused", async () => {
  const { machine, sandbox } = await shopFor();
  const verdict = async () => {
    const ended = await machine.run("order", "73152904", "--json");
    return documentOf(ended, "refund.order-1").verdict;
  };
  expect((await verdict()).message).toBe("40.00 USD can be refunded.");
  const refund = ["total", "73152904", "--reason", "Other", "--yes", "--json"];
  expect(outcomeOf(await machine.run(...refund)).error).toMatchObject({ code: "pending-refund" });
  const told = await verdict();
  expect(told).toMatchObject({ refundable: true, code: null });
  expect(told.message).toContain("because a refund request was pending. It may still be pending");
  // What 2Checkout refuses for another reason says nothing of it.
  sandbox.addFault({ kind: "unknown-error", method: "issueRefund" });
  const part = ["partial", "73152904", "--amount", "5.00", "--reason", "Other", "--yes", "--json"];
  expect(outcomeOf(await machine.run(...part)).outcome).toBe("refused");
  expect((await verdict()).message).toBe(told.message);
  expect((await machine.run("cancel", "73152904", "--yes")).code).toBe(0);
  expect((await verdict()).message).toBe("40.00 USD can be refunded.");
});

test("an order of which nothing is left is not refundable, whatever was refunded before", async () => {
  const { machine } = await shopFor({ settleAfterMs: 0 });
  const refund = await machine.run("total", "73152899", "--reason", "Other", "--yes", "--json");
  const { attempt } = outcomeOf(refund);
  const ended = await machine.run("order", "73152899", "--json");
  expect(documentOf(ended, "refund.order-1")).toMatchObject({
    refundable: "0.00",
    verdict: { refundable: false, code: "duplicate-refund" },
  });
  const { out } = await machine.run("order", "73152899");
  expect(out).toContain(
    `Not refundable: Nothing is left. 2Checkout accepted attempt ${attempt ?? "?"} of 40.00 USD, made by agent@desk-7 at 20`,
  );
  expect(out).not.toContain("the same refund");
  expect(out).not.toContain("refund reconcile");
});
