import { describe, expect, test } from "vitest";
import { readSale, readSaleAnswer } from "../../../src/api/legacy/detail-sale.ts";
import { findLineItem } from "../../../src/domain/sale.ts";
import { Secret } from "../../../src/domain/secret.ts";
import recorded from "../../fixture/legacy-detail-sale-2017.json" with { type: "json" };
import notFound from "../../fixture/legacy-error-record-not-found.json" with { type: "json" };
import { httpServer, transportFor } from "../../transport/loopback.ts";
import { lost, noAnswers, notSent, response } from "../answers.ts";

const url = new URL("https://www.2checkout.com/api/");
const saleId = "9093735704385";
const read = (body: unknown, status = 200) => readSaleAnswer(response(body, status), saleId, url);

test("the recorded sale is read with its customer, invoice and line items", () => {
  const reading = read(recorded);
  if (reading.tag === "failed") throw new Error(reading.failure.problem.message);
  const sale = reading.value;
  expect(sale).toMatchObject({
    id: saleId,
    placedAt: "2017-05-10 15:57:18",
    customer: { name: "Test Buyer", email: "buyer@example.com" },
    comments: [],
  });
  expect(sale.invoices).toHaveLength(1);
  expect(sale.invoices[0]?.lineItems).toHaveLength(
    recorded.sale.invoices[0]?.lineitems.length ?? 0,
  );
  expect(findLineItem(sale, "9093735704415")).toMatchObject({
    invoice: { id: "9093735704394", status: "approved" },
    lineItem: { product: "Subscription Product 2", amount: "28.85", status: "bill" },
  });
  expect(findLineItem(sale, "1")).toBeNull();
});

const saleOf = (fields: object) => ({ sale: { ...recorded.sale, ...fields } });

test("comments are read with their time and user, and what is no comment is passed over", () => {
  const comment = {
    comment: "Refund Issued On Invoice: 9093735704394",
    timestamp: "2017-05-11 10:00:00",
    username: "office",
  };
  expect(read(saleOf({ comments: [comment, "words", { comment: 5 }, null] }))).toMatchObject({
    value: {
      comments: [{ text: comment.comment, at: "2017-05-11 10:00:00", by: "office" }],
    },
  });
});

test.each([
  ["no customer", { customer: null }],
  ["no date", { date_placed: undefined }],
  ["comments that are none", { comments: "none" }],
  ["an id as a number", { sale_id: Number(saleId) }],
])("%s does not lose the sale", (_, fields) => {
  expect(read(saleOf(fields)).tag).toBe("read");
});

test("an amount that is none is not known", () => {
  const [invoice] = recorded.sale.invoices;
  const lineitems = [{ ...invoice?.lineitems[0], customer_amount: "28,85" }];
  const reading = read(saleOf({ invoices: [{ ...invoice, lineitems }] }));
  expect(reading).toMatchObject({ value: { invoices: [{ lineItems: [{ amount: null }] }] } });
});

test.each([
  ["another sale", { sale_id: "1" }],
  ["a sale without invoices", { invoices: null }],
  ["an invoice without line items", { invoices: [{ invoice_id: "1" }] }],
  ["a line item without an id", { invoices: [{ invoice_id: "1", lineitems: [{}] }] }],
])("%s cannot be read", (_, fields) => {
  expect(read(saleOf(fields))).toMatchObject({ failure: { tag: "unreachable" } });
});

test("an unknown sale is said to be unknown", () => {
  expect(read(notFound, 404)).toMatchObject({
    failure: { tag: "refused", problem: { code: "sale-not-found" } },
  });
});

test.each([
  ["FORBIDDEN", "Access denied to sale."],
  ["PARAMETER_INVALID", "Required parameter is invalid: sale_id"],
  ["NEW_CODE", "words"],
])("%s means that the sale cannot be read", (code, message) => {
  expect(read({ errors: [{ code, message }] }, 403)).toMatchObject({
    failure: { tag: "unreachable", problem: { code: "refused-by-api", api: { code, message } } },
  });
});

test.each([
  ["401", "", 401],
  ["an ordinary login", { errors: [{ code: "FORBIDDEN", message: "Access Denied to API" }] }, 403],
])("%s blames the user, and names an expired password", (_, body, status) => {
  expect(read(body, status)).toMatchObject({
    failure: {
      tag: "credentials",
      problem: {
        code: "credentials-rejected",
        message: expect.stringContaining("password may have expired") as unknown,
      },
    },
  });
});

test.each([...noAnswers, ["an answer of nothing", "{}"]] as const)(
  "%s is no answer: %j",
  (_, body) => {
    expect(read(body)).toMatchObject({ failure: { tag: "unreachable" } });
  },
);

test.each([
  ["a broken server", response(recorded, 500)],
  ["a redirect", response(recorded, 301)],
  ["too many requests", response("", 429)],
  ["nothing sent", notSent("name-lookup")],
  ["an answer that was cut", lost("cut")],
])("%s is not reached", (_, answer) => {
  expect(readSaleAnswer(answer, saleId, url)).toMatchObject({ failure: { tag: "unreachable" } });
});

describe("the request", () => {
  test("is a GET with the sale's number, the user, and no body", async () => {
    const server = await httpServer((reply) => reply.end(JSON.stringify(recorded)));
    const transport = transportFor();
    const account = {
      url: new URL("/api/", server.url),
      username: "username",
      password: new Secret("password"),
    };
    expect((await readSale(account, transport, saleId)).tag).toBe("read");
    expect(server.bodies).toEqual([""]);
    expect(server.requests[0]).toMatchObject({
      method: "GET",
      url: `/api/sales/detail_sale?sale_id=${saleId}`,
      headers: {
        authorization: "Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
        accept: "application/json",
      },
    });
    const trace = transport.lines.join("\n");
    expect(trace).toContain("GET ");
    expect(trace).not.toMatch(/dXNlcm5hbWU6cGFzc3dvcmQ|Test Buyer/);
  });
});
