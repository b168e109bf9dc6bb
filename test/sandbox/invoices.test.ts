import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { call, login, refund, sandboxFor } from "./calls.ts";

interface Invoices {
  readonly Sale: string;
  readonly Refunds: readonly string[];
}

async function invoices(sandbox: Sandbox, session: string, refNo: string): Promise<Invoices> {
  const { result } = await call(sandbox, "getInvoices", [session, refNo]);
  return result as Invoices;
}

test("a refund has an invoice once it is paid out, and each is larger than the one before", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  await refund(sandbox, session, "73152871", 10);
  expect((await invoices(sandbox, session, "73152871")).Refunds).toEqual([]);
  sandbox.settle();
  await refund(sandbox, session, "73152871", 20);
  sandbox.settle();
  const { Sale, Refunds } = await invoices(sandbox, session, "73152871");
  const [first = "", second = "", ...more] = Refunds;
  expect(more).toEqual([]);
  expect(second.length).toBeGreaterThan(first.length);
  for (const pdf of [Sale, first, second]) {
    expect(Buffer.from(pdf, "base64").toString()).toMatch(/^%PDF-[^]*%%EOF\n$/);
  }
});

test.each([
  ["an order that was never finished", "73152874"],
  ["an unknown order", "1"],
])("%s has no invoices", async (_, refNo) => {
  const sandbox = await sandboxFor();
  const answer = await call(sandbox, "getInvoices", [await login(sandbox), refNo]);
  expect(answer).toMatchObject({ error: { code: 55201 } });
});

test("a session is needed", async () => {
  const sandbox = await sandboxFor();
  const answer = await call(sandbox, "getInvoices", ["none", "73152871"]);
  expect(answer).toMatchObject({ error: { code: 10000 } });
});
