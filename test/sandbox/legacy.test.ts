import { expect, test } from "vitest";
import { demonstrationAccount } from "../../src/sandbox/merchant.ts";
import { demonstrationLineItems } from "../../src/sandbox/demonstration.ts";
import { noon, refundLine, sandboxFor } from "./calls.ts";

const wish = { lineitem_id: "1234567890", category: "16", comment: "Item not in stock." };
const refunded = { response_code: "OK", response_message: "lineitem refunded" };

test("a refund of a line item is answered as documented and settled at once", async () => {
  const sandbox = await sandboxFor({ clock: () => noon });
  const response = await refundLine(sandbox, wish);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(refunded);
  expect(sandbox.ledger()).toEqual([
    {
      at: noon,
      api: "legacy",
      by: "api",
      refNo: null,
      lineItemId: "1234567890",
      amount: "19.99",
      currency: "USD",
      items: [],
      reason: null,
      category: 16,
      comment: "Item not in stock.",
      state: "settled",
    },
  ]);
});

test("a second refund of the same line item changes nothing", async () => {
  const sandbox = await sandboxFor();
  await refundLine(sandbox, wish);
  const again = await refundLine(sandbox, wish);
  expect(again.status).toBe(400);
  expect(await again.json()).toEqual({
    errors: [{ code: "NOTHING_TO_DO", message: "Lineitem was already refunded." }],
  });
  expect(sandbox.ledger()).toHaveLength(1);
});

const tooLong = "x".repeat(5001);

test.each<[Readonly<Record<string, string>>, number, string, string, string?]>([
  [
    { category: "5" },
    400,
    "PARAMETER_MISSING",
    "Required parameter missing: lineitem_id",
    "lineitem_id",
  ],
  [
    { lineitem_id: "1234567890" },
    400,
    "PARAMETER_MISSING",
    "Required parameter missing: category",
    "category",
  ],
  [
    { ...wish, lineitem_id: "12x" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: lineitem_id",
    "lineitem_id",
  ],
  [
    { ...wish, category: "0" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: category",
    "category",
  ],
  [
    { ...wish, category: "18" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: category",
    "category",
  ],
  [
    { ...wish, category: "Fraud" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: category",
    "category",
  ],
  [
    { ...wish, comment: tooLong },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: comment",
    "comment",
  ],
  [
    { ...wish, comment: "a < b" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: comment",
    "comment",
  ],
  [
    { ...wish, comment: "a > b" },
    400,
    "PARAMETER_INVALID",
    "Required parameter is invalid: comment",
    "comment",
  ],
  [{ ...wish, category: "7" }, 403, "FORBIDDEN", "Permission denied to set refund category to 7."],
  [{ ...wish, lineitem_id: "5" }, 404, "RECORD_NOT_FOUND", "Unable to find record."],
  [{ ...wish, lineitem_id: "1234567891" }, 400, "NOTHING_TO_DO", "Lineitem was already refunded."],
  [{ ...wish, lineitem_id: "1234567892" }, 400, "TOO_LATE", "Invoice too old to refund lineitem."],
  [
    { ...wish, lineitem_id: "1234567893" },
    400,
    "TOO_HIGH",
    "Lineitem amount greater than remaining balance on invoice.",
  ],
  [
    { ...wish, lineitem_id: "1234567894" },
    400,
    "TOO_LOW",
    "Lineitem amount must be at least 0.01.",
  ],
  [
    { ...wish, lineitem_id: "1234567895" },
    400,
    "INVALID_PARAMETER",
    "This lineitem cannot be refunded.",
  ],
  [{ ...wish, lineitem_id: "1234567896" }, 403, "FORBIDDEN", "Access denied to sale."],
])(
  "%o is refused with its HTTP status, code and message",
  async (fields, status, code, message, parameter) => {
    const sandbox = await sandboxFor();
    const response = await refundLine(sandbox, fields);
    expect(response.status).toBe(status);
    const error = parameter === undefined ? { code, message } : { code, message, parameter };
    expect(await response.json()).toEqual({ errors: [error] });
    expect(sandbox.ledger()).toEqual([]);
  },
);

test("a line item can be refunded for 180 days and not a moment longer", async () => {
  let now = noon;
  const sandbox = await sandboxFor({ clock: () => now });
  now += (180 - 20) * 86_400_000 + 1;
  expect(await (await refundLine(sandbox, wish)).json()).toMatchObject({
    errors: [{ code: "TOO_LATE" }],
  });
  now -= 1;
  expect(await (await refundLine(sandbox, wish)).json()).toEqual(refunded);
});

test("a comment may be absent, and may have 5,000 characters", async () => {
  const sandbox = await sandboxFor();
  const first = await refundLine(sandbox, { lineitem_id: "1234567890", category: "17" });
  expect(await first.json()).toEqual(refunded);
  const comment = "x".repeat(5000);
  const second = await refundLine(sandbox, { ...wish, lineitem_id: "1234567899", comment });
  expect(await second.json()).toEqual(refunded);
});

test("one line item is refunded with warnings", async () => {
  const sandbox = await sandboxFor();
  const response = await refundLine(sandbox, { ...wish, lineitem_id: "1234567897" });
  expect(await response.json()).toMatchObject({ ...refunded, warnings: [{ code: "NOTICE" }] });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("one line item is refused at HTTP 200", async () => {
  const sandbox = await sandboxFor();
  const response = await refundLine(sandbox, { ...wish, lineitem_id: "1234567898" });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ response_code: "NOT_OK" });
  expect(sandbox.ledger()).toEqual([]);
});

test("wrong credentials are refused with 401", async () => {
  const sandbox = await sandboxFor();
  const response = await refundLine(sandbox, wish, { password: "wrong" });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Basic /);
  expect(sandbox.ledger()).toEqual([]);
});

test("an ordinary login has no access to the API", async () => {
  const sandbox = await sandboxFor();
  const username = demonstrationAccount.legacyOrdinaryUsername;
  const response = await refundLine(sandbox, wish, { username });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errors: [{ message: "Access Denied to API" }] });
});

test("the answer is XML unless JSON was asked for", async () => {
  const sandbox = await sandboxFor();
  const done = await refundLine(sandbox, wish, { accept: "*/*" });
  expect(done.headers.get("content-type")).toContain("application/xml");
  expect(await done.text()).toContain("<response_code>OK</response_code>");
  const again = await refundLine(sandbox, wish, { accept: "application/xml" });
  expect(await again.text()).toContain("<errors><code>NOTHING_TO_DO</code>");
});

test("a body that is not form-encoded has no parameters", async () => {
  const sandbox = await sandboxFor();
  const { legacyUsername, legacyPassword, legacyUrl } = sandbox;
  const authorization = `Basic ${btoa(`${legacyUsername}:${legacyPassword}`)}`;
  const response = await fetch(`${legacyUrl}sales/refund_lineitem`, {
    method: "POST",
    headers: {
      authorization,
      accept: "application/json",
      "content-type": "application/json",
    },
    body: JSON.stringify(wish),
  });
  expect(await response.json()).toMatchObject({ errors: [{ code: "PARAMETER_MISSING" }] });
});

test("other paths and methods answer a web page", async () => {
  const sandbox = await sandboxFor();
  const other = await fetch(`${sandbox.legacyUrl}sales/list_payments`);
  expect([other.status, other.headers.get("content-type")]).toEqual([
    404,
    expect.stringContaining("text/html"),
  ]);
  expect((await fetch(`${sandbox.legacyUrl}sales/refund_lineitem`)).status).toBe(405);
});

test("every demonstration line item has a number of its own and says what it is for", () => {
  expect(new Set(demonstrationLineItems.map(({ id }) => id)).size).toBe(
    demonstrationLineItems.length,
  );
  expect(demonstrationLineItems[0]).toEqual({
    id: "1234567890",
    sale: "81234567890",
    about: "19.99 USD, can be refunded",
  });
});
