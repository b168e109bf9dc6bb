import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { refundLine, sandboxFor } from "./calls.ts";

interface Sale {
  readonly comments: readonly { readonly comment: string; readonly username: string }[];
  readonly invoices: readonly {
    readonly invoice_id: string;
    readonly customer_total: string;
    readonly lineitems: readonly { readonly lineitem_id: string; readonly status: string }[];
  }[];
}

function read(sandbox: Sandbox, path: string, accept = "application/json"): Promise<Response> {
  const { legacyUsername, legacyPassword } = sandbox;
  const basic = Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64");
  return fetch(`${sandbox.legacyUrl}sales/${path}`, {
    headers: { Authorization: `Basic ${basic}`, Accept: accept },
  });
}

async function sale(sandbox: Sandbox, query: string): Promise<Sale> {
  const response = await read(sandbox, `detail_sale?${query}`);
  return ((await response.json()) as { readonly sale: Sale }).sale;
}

/** Every path through an answer at which some value stands, list indexes left out. */
function shapeOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => shapeOf(each, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => shapeOf(each, `${path}.${key}`));
}

test("detail_sale has the shape that was recorded, with nothing beside it but comments", async () => {
  const recorded: unknown = JSON.parse(
    readFileSync("test/fixture/legacy-detail-sale-2017.json", "utf8"),
  );
  const sandbox = await sandboxFor();
  const answer = await (await read(sandbox, "detail_sale?sale_id=81234567890")).json();
  const known = new Set(shapeOf(recorded));
  expect(shapeOf(answer).filter((path) => !known.has(path))).toEqual([]);
  expect(answer).toMatchObject({
    response_code: "OK",
    sale: {
      sale_id: "81234567890",
      customer: { email_address: "buyer@example.com" },
      invoices: [
        { invoice_id: "91234567890", lineitems: [{ lineitem_id: "1234567890", status: "bill" }] },
      ],
    },
  });
});

test("a sale has its invoices, and each of them its line items", async () => {
  const sandbox = await sandboxFor();
  const { invoices } = await sale(sandbox, "sale_id=81234567900");
  expect(
    invoices.map(({ invoice_id, customer_total, lineitems }) => [
      invoice_id,
      customer_total,
      ...lineitems.map(({ lineitem_id }) => lineitem_id),
    ]),
  ).toEqual([
    ["91234567900", "25.00", "1234567900", "1234567901"],
    ["91234567902", "15.00", "1234567902"],
  ]);
});

test("a refund leaves a comment that names the invoice, and who it was", async () => {
  const sandbox = await sandboxFor();
  expect((await sale(sandbox, "sale_id=81234567900")).comments).toEqual([]);
  await refundLine(sandbox, { lineitem_id: "1234567901", category: "5" });
  const { comments, invoices } = await sale(sandbox, "invoice_id=91234567900");
  expect(comments).toMatchObject([
    { comment: "Refund Issued On Invoice: 91234567900", username: "sandbox-api-user" },
  ]);
  expect(invoices[0]?.lineitems.map(({ status }) => status)).toEqual(["bill", "refund"]);
});

test("generated line items have sales too", async () => {
  const sandbox = await sandboxFor({ orders: 3 });
  const { invoices } = await sale(sandbox, "sale_id=83000000002");
  expect(invoices).toMatchObject([{ lineitems: [{ lineitem_id: "3000000002" }] }]);
});

test.each([
  ["", 400, "PARAMETER_MISSING"],
  ["?sale_id=abc", 400, "PARAMETER_INVALID"],
  ["?invoice_id=1-2", 400, "PARAMETER_INVALID"],
  ["?sale_id=5", 404, "RECORD_NOT_FOUND"],
  ["?sale_id=81234567896", 403, "FORBIDDEN"],
])("detail_sale%s is refused with %i %s", async (query, status, code) => {
  const sandbox = await sandboxFor();
  const response = await read(sandbox, `detail_sale${query}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ code }] });
});

test("list_sales tells refunded sales from others", async () => {
  const sandbox = await sandboxFor();
  const ids = async (query: string): Promise<readonly string[]> => {
    const body = await (await read(sandbox, `list_sales${query}`)).json();
    const { sale_summary } = body as { readonly sale_summary: readonly { sale_id: string }[] };
    return sale_summary.map(({ sale_id }) => sale_id);
  };
  await refundLine(sandbox, { lineitem_id: "1234567899", category: "5" });
  expect(await ids("?refunded=1")).toEqual(["81234567891", "81234567899"]);
  const all = await ids("");
  expect((await ids("?refunded=0")).length).toBe(all.length - 2);
  // Another merchant's is not among them.
  expect(all).not.toContain("81234567896");
});

test("what is read by GET cannot be posted to", async () => {
  const sandbox = await sandboxFor();
  const response = await fetch(`${sandbox.legacyUrl}sales/detail_sale`, { method: "POST" });
  expect(response.status).toBe(405);
});
