import { expect, test } from "vitest";
import { outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { issued, shopFor } from "../../support/sandbox.ts";

const proReference = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";

test("total refunds everything that was paid and says so in one document", async () => {
  const { machine, sandbox } = await shopFor();
  const argv = ["total", "73152871", "--reason", "Fraud", "--comment", "Sorry", "--yes", "--json"];
  const ended = await machine.run(...argv);
  const { startedAt, finishedAt, attempt, ...document } = outcomeOf(ended);
  expect(document).toEqual({
    code: 0,
    schema: "refund.outcome/1",
    command: "total",
    api: "rpc6",
    outcome: "accepted",
    order: {
      refNo: "73152871",
      status: "COMPLETE",
      currency: "USD",
      paid: "241.49",
      refunded: "0.00",
      refundable: "241.49",
    },
    refund: {
      kind: "total",
      amount: "241.49",
      currency: "USD",
      reason: "Fraud",
      comment: "Sorry",
      items: [],
    },
    error: null,
    warnings: [],
    request: null,
  });
  expect(Date.parse(startedAt)).toBeLessThan(Date.parse(finishedAt));
  expect(await attemptsOn(machine, sandbox, "73152871")).toMatchObject([
    { id: attempt, outcome: "accepted", settledBy: "answer", kind: "total" },
  ]);
  expect(issued(sandbox)).toEqual(["73152871", 241.49, [], "Sorry", "Fraud"]);
  expect(sandbox.ledger()).toMatchObject([{ refNo: "73152871", amount: "241.49" }]);
});

interface Part {
  readonly flags: readonly string[];
  /** What is sent as the top-level amount and as the items. */
  readonly sent: readonly [amount: number | null, items: readonly unknown[]];
  readonly taken: string;
}

const parts: Readonly<Record<string, Part>> = {
  "a line by its product code": {
    flags: ["--item", "PRO-1Y"],
    sent: [null, [item(proReference, 1, 29.99)]],
    taken: "29.99",
  },
  "a line by its reference": {
    flags: ["--item", proReference],
    sent: [null, [item(proReference, 1, 29.99)]],
    taken: "29.99",
  },
  pieces: {
    flags: ["--item", "SUPPORT-GOLD:1"],
    sent: [null, [item(null, 1, 49.5)]],
    taken: "49.50",
  },
  "pieces of a line that they do not divide evenly": {
    flags: ["--item", "SEAT:2"],
    sent: [null, [item(null, 2, 66.66)]],
    taken: "66.66",
  },
  "some of a line's money": {
    flags: ["--item", "SEAT:1:7.5"],
    sent: [null, [item(null, 1, 7.5)]],
    taken: "7.50",
  },
  "several lines": {
    flags: ["--item", "PRO-1Y", "--item", "SHIPPING_GENERIC_PRODUCT"],
    sent: [null, [item(proReference, 1, 29.99), item(null, 1, 12.5)]],
    taken: "42.49",
  },
  "a line whose price is stated, and sends null beside it": {
    flags: ["--item", "PRO-1Y", "--amount", "29.99 USD"],
    sent: [null, [item(proReference, 1, 29.99)]],
    taken: "29.99",
  },
  "an amount": { flags: ["--amount", "26"], sent: [26, []], taken: "26.00" },
};

test.each(Object.entries(parts))("partial refunds %s", async (_what, { flags, sent, taken }) => {
  const { machine, sandbox } = await shopFor();
  const argv = ["partial", "73152871", ...flags, "--reason", "Other", "--yes", "--json"];
  const document = outcomeOf(await machine.run(...argv));
  expect(document).toMatchObject({ code: 0, outcome: "accepted", refund: { amount: taken } });
  expect(issued(sandbox)).toEqual(["73152871", ...sent, "", "Other"]);
  expect(sandbox.ledger()).toMatchObject([{ amount: taken }]);
});

function item(reference: string | null, quantity: number, amount: number): unknown {
  const line: unknown = reference ?? expect.stringMatching(/^[0-9a-f]{40}$/);
  return { Quantity: quantity, LineItemReference: line, Amount: amount };
}

test("lineitem refunds one whole line, with all its pieces", async () => {
  const { machine, sandbox } = await shopFor();
  const argv = ["lineitem", "SEAT", "--order", "73152871", "--reason", "Other", "--yes", "--json"];
  expect(outcomeOf(await machine.run(...argv))).toMatchObject({
    code: 0,
    command: "lineitem",
    refund: { kind: "lineitem", items: [{ productCode: "SEAT", quantity: 3, amount: "100.00" }] },
  });
  expect(sandbox.ledger()).toMatchObject([{ amount: "100.00", items: [{ quantity: 3 }] }]);
});

test("a line of an old order, which has no reference, is refunded by its product code", async () => {
  const { machine, sandbox } = await shopFor();
  const argv = ["lineitem", "MANUAL", "--order", "73152890", "--reason", "Other", "--yes"];
  const { code, out } = await machine.run(...argv);
  expect({ code, out }).toMatchObject({ code: 0 });
  expect(issued(sandbox)[2]).toEqual([{ Quantity: 1, ProductCode: "MANUAL", Amount: 8.5 }]);
});

test.each([
  ["73152872", "JPY", "3000", 3000],
  ["73152873", "KWD", "12.345", 12.345],
])(
  "order %s is refunded in %s with that currency's digits",
  async (refNo, currency, text, sent) => {
    const { machine, sandbox } = await shopFor();
    const document = outcomeOf(
      await machine.run("total", refNo, "--reason", "Other", "--yes", "--json"),
    );
    expect(document).toMatchObject({ code: 0, refund: { amount: text, currency } });
    expect(document.order).toMatchObject({ paid: text, currency });
    expect(issued(sandbox)[1]).toBe(sent);
  },
);

test("total refunds what an earlier refund has left", async () => {
  const { machine, sandbox } = await shopFor();
  const document = outcomeOf(
    await machine.run("total", "73152884", "--reason", "Other", "--yes", "--json"),
  );
  expect(document).toMatchObject({
    code: 0,
    refund: { amount: "40.00" },
    order: { paid: "50.00", refunded: "10.00", refundable: "40.00" },
    warnings: [{ code: "amount-without-lines" }],
  });
  expect(sandbox.ledger()).toMatchObject([{ amount: "40.00" }]);
});

test("the pieces of an uneven line add up to it, the remainder going to the last one", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  const refund = (quantity: number, ...more: string[]) =>
    machine.run(
      ...["partial", "73152871", "--item", `SEAT:${quantity}`, "--reason", "Other", "--yes"],
      ...more,
    );
  expect((await refund(2)).code).toBe(0);
  expect((await refund(1)).code).toBe(0);
  expect(sandbox.ledger().map(({ amount }) => amount)).toEqual(["66.66", "33.34"]);
});

test("without --json the result is on stdout and the preview on stderr", async () => {
  const { machine } = await shopFor();
  const { code, out, err } = await machine.run("total", "73152871", "--reason", "Fraud", "--yes");
  expect(code).toBe(0);
  expect(out).toMatch(/^Accepted: .*241\.49 USD of order 73152871.*\n$/);
  for (const shown of ["SANDBOX at 127.0.0.1", "buyer@example.com", "Team seat", "Left after"]) {
    expect(err).toContain(shown);
  }
  expect(out).not.toContain("Team seat");
});

test("--quiet leaves the result alone", async () => {
  const { machine } = await shopFor();
  const ended = await machine.run("total", "73152884", "--reason", "Other", "--yes", "--quiet");
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(ended.out).toContain("Accepted");
});

test("a dry run shows the exact request and sends and records nothing", async () => {
  const { machine, sandbox } = await shopFor();
  const argv = ["partial", "73152871", "--item", "PRO-1Y", "--reason", "Other"];
  const document = outcomeOf(await machine.run(...argv, "--dry-run", "--json"));
  expect(document).toMatchObject({ code: 0, outcome: "planned", attempt: null });
  expect(document.request).toMatchObject({ method: "POST", url: sandbox.rpcUrl });
  const { params } = JSON.parse(document.request?.body ?? "") as { params: unknown[] };
  expect(sandbox.requests().map(({ method }) => method)).toEqual(["login", "getOrder"]);
  expect(await attemptsOn(machine, sandbox, "73152871")).toEqual([]);
  expect((await machine.run(...argv, "--yes")).code).toBe(0);
  expect(params.slice(1)).toEqual(issued(sandbox));
});
