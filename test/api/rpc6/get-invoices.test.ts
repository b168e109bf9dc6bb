import { describe, expect, test } from "vitest";
import { readInvoicesResult } from "../../../src/api/rpc6/get-invoices.ts";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { orderNumber } from "../../support/named.ts";
import { serviceFor, type Script, willing } from "./service.ts";

const pdf = Buffer.from("%PDF-1.4").toString("base64");

test.each([
  ["none", { Sale: pdf, Cancellation: null, Refunds: [] }, 0],
  ["null for none", { Sale: pdf, Refunds: null }, 0],
  ["one", { Sale: pdf, Refunds: [pdf] }, 1],
  ["several", { Sale: pdf, Cancellation: pdf, Refunds: [pdf, pdf, pdf] }, 3],
  ["a list with holes, as PHP writes it", { Refunds: { 0: pdf, 2: pdf } }, 2],
  ["an empty entry beside one", { Refunds: ["", pdf] }, 1],
])("%s is counted", (_, value, count) => {
  expect(readInvoicesResult(value, "1")).toEqual({ tag: "read", value: count });
});

test.each([
  ["nothing about refunds", { Sale: pdf }],
  ["null", null],
  ["false", false],
  ["a list", [pdf]],
  ["refunds that are a text", { Refunds: pdf }],
  ["refunds that are a number", { Refunds: 2 }],
  ["entries that are no texts", { Refunds: [{ Number: 1 }] }],
  ["an entry of null", { Refunds: [pdf, null] }],
])("%s cannot be counted, and is not taken for 0", (_, value) => {
  expect(readInvoicesResult(value, "1")).toMatchObject({
    tag: "failed",
    failure: { tag: "unreachable", problem: { code: "answer-lost" } },
  });
});

test("an error in place of invoices is a refusal", () => {
  expect(readInvoicesResult({ ORDER_REF: "Invalid ORDER_REF" }, "1")).toMatchObject({
    failure: { tag: "refused", problem: { code: "order-not-found" } },
  });
});

describe("the call", () => {
  const invoices =
    (answer: (count: number) => object): Script =>
    (call, reply, count) =>
      call.method === "getInvoices" ? answer(count) : willing(call, reply, count);

  test("asks for an order, and is a read: a refused session is renewed", async () => {
    const { rpc, calls } = await serviceFor(
      invoices((count) => (count === 1 ? { error: expired } : { result: { Refunds: [pdf] } })),
    );
    expect(await rpc.readInvoices(orderNumber("73152871"))).toEqual({ tag: "read", value: 1 });
    expect(calls.map(({ method, params }) => [method, params.at(-1)])).toEqual([
      ["login", "sha256"],
      ["getInvoices", "73152871"],
      ["login", "sha256"],
      ["getInvoices", "73152871"],
    ]);
  });

  test("an answer that is larger than any sensible one is let go of", async () => {
    const { rpc } = await serviceFor(
      invoices(() => ({ result: { Refunds: ["A".repeat(11 * 1024 * 1024)] } })),
    );
    expect(await rpc.readInvoices(orderNumber("73152871"))).toMatchObject({
      tag: "failed",
      failure: { tag: "unreachable", problem: { code: "answer-lost" } },
    });
  });

  test("the customer's invoices do not reach the trace", async () => {
    const { rpc, lines } = await serviceFor(invoices(() => ({ result: { Refunds: [pdf] } })));
    await rpc.readInvoices(orderNumber("73152871"));
    expect(lines.join("\n")).toContain("getInvoices");
    expect(lines.join("\n")).not.toContain(pdf);
  });
});
