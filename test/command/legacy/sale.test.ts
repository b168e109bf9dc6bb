import { describe, expect, test } from "vitest";
import type { InjectedFaultKind } from "../../../src/sandbox/faults.ts";
import { outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, shopFor } from "../../support/sandbox.ts";
import { httpServer } from "../../transport/loopback.ts";

const item = "1234567890";
const sale = "81234567890";
const base = ["lineitem", item, "--legacy", "--category", "5", "--yes"];
const refund = [...base, "--sale", sale, "--json"];

test("the sale is read first, and customer, product, amount, date and state are shown", async () => {
  const { machine, sandbox } = await shopFor();
  const { code, err } = await machine.run(...base, "--sale", sale);
  expect(code).toBe(0);
  for (const words of [sale, "buyer@example.com", "Product 890", "19.99", "bill", "91234567890"]) {
    expect(err).toContain(words);
  }
  expect(received(sandbox, "detail_sale")).toBe(1);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("without --sale nothing is read", async () => {
  const { machine, sandbox } = await shopFor();
  expect((await machine.run(...base)).code).toBe(0);
  expect(received(sandbox, "detail_sale")).toBe(0);
});

describe("nothing is sent", () => {
  test.each([
    ["a line item that is not on the sale", "81234567899", 4, "line-item-not-on-sale"],
    ["an unknown sale", "5", 4, "sale-not-found"],
    ["another merchant's sale", "81234567896", 6, "refused-by-api"],
    ["a malformed number", "8123-4567", 2, "usage"],
  ])("for %s", async (_, number, code, error) => {
    const { machine, sandbox } = await shopFor();
    const ended = outcomeOf(await machine.run(...base, "--sale", number, "--json"));
    expect(ended).toMatchObject({ code, error: { code: error }, attempt: null });
    expect(received(sandbox, "refund_lineitem")).toBe(0);
  });

  test.each<InjectedFaultKind>([
    "500-before",
    "html-before",
    "drop-before",
    "half-json-after",
    "429",
  ])("when the sale cannot be read: %s", async (kind) => {
    const { machine, sandbox } = await shopFor({
      faults: [{ kind, method: "detail_sale", times: 9 }],
    });
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({
      code: 6,
      outcome: "not-sent",
    });
    expect(received(sandbox, "refund_lineitem")).toBe(0);
  });

  test("with --sale but without --legacy", async () => {
    const { machine } = await shopFor();
    const ended = await machine.run("lineitem", "PRO-1Y", "--order", "73152871", "--sale", sale);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("--sale needs --legacy");
  });
});

test("an invoice of more than 180 days is warned of, and 2Checkout decides", async () => {
  const { machine } = await shopFor();
  const old = ["lineitem", "1234567892", "--legacy", "--category", "5", "--yes", "--json"];
  const ended = outcomeOf(await machine.run(...old, "--sale", "81234567892"));
  expect(ended).toMatchObject({
    code: 4,
    error: { code: "too-late" },
    warnings: [{ code: "older-than-180-days" }],
  });
});

const lostAfter = { kind: "drop-after", method: "refund_lineitem", times: 1 } as const;
const lostBefore = { kind: "drop-before", method: "refund_lineitem", times: 2 } as const;

describe("after a loss", () => {
  test("a new comment on the only line item's invoice is evidence", async () => {
    const { machine, sandbox } = await shopFor({ faults: [lostAfter, lostBefore] });
    const ended = outcomeOf(await machine.run(...refund));
    expect(ended).toMatchObject({
      code: 0,
      outcome: "accepted",
      warnings: [{ code: "settled-by-evidence" }],
    });
    const [attempt] = await attemptsOn(machine, sandbox, item);
    expect(attempt).toMatchObject({ outcome: "accepted", settledBy: "evidence" });
    expect(attempt?.evidence).toContain("invoice 91234567890");
  });

  test("no comment leaves it unknown", async () => {
    const { machine } = await shopFor({ faults: [{ ...lostBefore, times: 3 }] });
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 7, outcome: "unknown" });
  });

  test("a comment on an invoice with several line items leaves it unknown", async () => {
    const { machine } = await shopFor({ faults: [lostAfter, lostBefore] });
    const shared = ["lineitem", "1234567900", "--legacy", "--category", "5", "--yes", "--json"];
    const ended = outcomeOf(await machine.run(...shared, "--sale", "81234567900"));
    expect(ended).toMatchObject({ code: 7, outcome: "unknown" });
  });

  test("reconcile reads the sale again before it asks for anything", async () => {
    const { machine, sandbox } = await shopFor({
      faults: [
        lostAfter,
        lostBefore,
        { kind: "slow", method: "detail_sale" },
        { kind: "500-before", method: "detail_sale", times: 3 },
      ],
    });
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 7 });
    machine.clock.advance(3_600_000);
    const calls = received(sandbox, "refund_lineitem");
    const { code, out } = await machine.run("reconcile");
    expect(code).toBe(0);
    expect(out).toContain("a refund was issued on invoice 91234567890");
    expect(received(sandbox, "refund_lineitem")).toBe(calls);
  });
});

describe("after a refusal of a refund that was made, as when something on the way sent it twice", () => {
  test.each([
    ["TOO_HIGH", "amount-exceeds-balance"],
    ["INVALID_PARAMETER", "line-item-not-refundable"],
  ])("%s leaves it unknown if the sale bears a new comment", async (word, code) => {
    const { machine, sandbox } = await shopFor();
    machine.env["REFUND_LEGACY_URL"] = await refusing(sandbox.legacyUrl, word);
    const ended = outcomeOf(await machine.run(...refund));
    expect(ended).toMatchObject({ code: 7, outcome: "unknown", error: { code } });
    expect(ended.error?.message).toContain("a refund was issued on invoice 91234567890");
    const reconciled = await machine.run("reconcile");
    expect(reconciled.out).toContain("a refund was issued on invoice 91234567890");
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test("undocumented words, given twice, are overruled by a new comment", async () => {
    const { machine, sandbox } = await shopFor();
    machine.env["REFUND_LEGACY_URL"] = await refusing(sandbox.legacyUrl, "ALREADY");
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({
      code: 0,
      outcome: "accepted",
      warnings: [{ code: "settled-by-evidence" }],
    });
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test("a refusal stays one if the sale bears none", async () => {
    const { machine, sandbox } = await shopFor();
    machine.env["REFUND_LEGACY_URL"] = await refusing(sandbox.legacyUrl, "TOO_HIGH", false);
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 4, outcome: "refused" });
    expect(received(sandbox, "detail_sale")).toBe(2);
  });
});

/** The stand-in behind something that lets its refunds be made and answers them with a refusal. */
async function refusing(legacyUrl: string, code: string, executed = true): Promise<string> {
  const server = await httpServer((response, request, count) => {
    const { authorization = "", "content-type": type } = request.headers;
    const isRefund = request.method === "POST";
    const passOn = async () => {
      const answer = await fetch(new URL(request.url ?? "", legacyUrl), {
        method: request.method ?? "GET",
        headers: {
          authorization,
          accept: "application/json",
          ...(type && { "content-type": type }),
        },
        ...(isRefund && { body: server.bodies[count - 1] ?? "" }),
      });
      return answer.text();
    };
    const refusal = JSON.stringify({ errors: [{ code, message: "No." }] });
    void (isRefund && !executed ? Promise.resolve("") : passOn()).then((own) => {
      response.writeHead(isRefund ? 400 : 200).end(isRefund ? refusal : own);
    });
  });
  return new URL("/api/", server.url).href;
}
