import { expect, test } from "vitest";
import { readOrderResult } from "../../../src/api/rpc6/get-order.ts";
import { parseJson } from "../../../src/parse-json.ts";
import type { Order } from "../../../src/domain/order.ts";
import trial from "../../fixture/order-rest3-2015-trial.json" with { type: "json" };
import recent from "../../fixture/order-rest6-2022.json" with { type: "json" };
import promotion from "../../fixture/order-rest6-promotion-example.json" with { type: "json" };
import pending from "../../fixture/order-soap3-2015-pending.json" with { type: "json" };
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { money } from "../../domain/build.ts";
import { orderNumber } from "../../support/named.ts";

function read(value: unknown, refNo: string): Order {
  const reading = readOrderResult(value, orderNumber(refNo), { wall: 5, uptime: 7 });
  if (reading.tag === "failed") throw new Error(reading.failure.problem.message);
  return reading.value;
}

function refusal(value: unknown, refNo = recent.RefNo) {
  const reading = readOrderResult(value, orderNumber(refNo), { wall: 5, uptime: 7 });
  if (reading.tag === "read") throw new Error("it was read");
  return reading.failure;
}

/** The recent order with other fields. */
const recentWith = (fields: object) => read({ ...recent, ...fields }, recent.RefNo);
const [recentItem] = recent.Items;
const itemWith = (fields: object) =>
  recentWith({ Items: [{ ...recentItem, ...fields }] }).lines?.[0];

test("an order of 2022 is read", () => {
  expect(read(recent, "193612999")).toEqual({
    number: "193612999",
    status: "AUTHRECEIVED",
    approveStatus: "WAITING",
    chargeback: "none",
    placedAt: "2022-10-08 17:00:09",
    currency: "USD",
    paid: money("1.00"),
    lines: [
      {
        reference: "b2783a4ae6d7af01d84b0ee9effa7937860bd311",
        productCode: null,
        name: "Dynamic product",
        quantity: 1,
        amount: money("1.00"),
        unitAmount: money("1.00"),
      },
    ],
    refunds: { tag: "none" },
    rawRefunds: null,
    customer: { name: "Test Buyer", company: null, email: "buyer@example.com", country: "US" },
    payment: { type: "TEST", card: "visa", lastDigits: "1111" },
    test: true,
    readAt: 5,
    readUptime: 7,
    raw: recent,
  });
});

test("an order of 2015 has no line references, and its lines may cost another sum than it", () => {
  expect(read(trial, "43946267")).toMatchObject({
    currency: "EUR",
    paid: money("9.90 EUR"),
    lines: [{ reference: null, productCode: "THIRD", amount: money("11.00 EUR") }],
    refunds: { tag: "none" },
    rawRefunds: undefined,
    test: false,
  });
});

test("shipping is a line of its own, and an empty name of a company is none", () => {
  expect(read(pending, "11331111")).toMatchObject({
    paid: money("12.40 EUR"),
    lines: [
      { productCode: "test2tc1rk0rk0qfiveipucqgc72fv5", amount: money("0.00 EUR") },
      { productCode: "SHIPPING_GENERIC_PRODUCT", amount: money("12.40 EUR") },
    ],
    customer: { company: null, country: "RO" },
  });
});

test("an order without the fields that are null in others is read", () => {
  expect(read(promotion, "11541215")).toMatchObject({
    status: "AUTHRECEIVED",
    paid: money("100.00"),
    lines: [{ reference: "1002325206c9e754a019b752b5bf4f103c0f18f1", productCode: null }],
    customer: { company: null },
    test: false,
  });
});

test("a status is read in any case", () => {
  expect(recentWith({ Status: "complete" }).status).toBe("COMPLETE");
});

test("numbers may be written as text", () => {
  const Price = { GrossDiscountedPrice: "30.00", UnitGrossDiscountedPrice: "10.00" };
  const Items = [{ ...recentItem, Price, Quantity: "3" }];
  expect(recentWith({ GrossDiscountedPrice: "30.00", Items })).toMatchObject({
    paid: money("30.00"),
    lines: [{ quantity: 3, amount: money("30.00"), unitAmount: money("10.00") }],
  });
});

test("text may be written as a number", () => {
  const order = read(
    { ...recent, RefNo: 193612999, Items: [{ ...recentItem, Code: 4711 }] },
    "193612999",
  );
  expect(order).toMatchObject({ number: "193612999", lines: [{ productCode: "4711" }] });
});

test("a total price is what was paid where there is one, also when it cannot be read", () => {
  expect(recentWith({ TotalPrice: "2.50" }).paid).toEqual(money("2.50"));
  expect(recentWith({ TotalPrice: null }).paid).toEqual(money("1.00"));
  expect(recentWith({ TotalPrice: "2,50" }).paid).toBeNull();
});

test.each<readonly [string, object, Partial<Order>]>([
  ["Status", { Status: [] }, { status: "UNKNOWN" }],
  ["Status", { Status: "" }, { status: "UNKNOWN" }],
  ["ApproveStatus", { ApproveStatus: {} }, { approveStatus: null }],
  ["OrderDate", { OrderDate: false }, { placedAt: null }],
  ["GrossDiscountedPrice", { GrossDiscountedPrice: 1.005 }, { paid: null }],
  ["GrossDiscountedPrice", { GrossDiscountedPrice: null }, { paid: null }],
  ["GrossDiscountedPrice", { GrossDiscountedPrice: undefined }, { paid: null }],
  [
    "TestOrder and payment",
    { TestOrder: "no", PaymentDetails: "CC" },
    { test: false, payment: { type: null, card: null, lastDigits: null } },
  ],
  [
    "PaymentMethod",
    { PaymentDetails: { Type: "CC", PaymentMethod: null } },
    { payment: { type: "CC", card: null, lastDigits: null } },
  ],
  [
    "BillingDetails",
    { BillingDetails: null },
    { customer: { name: null, company: null, email: null, country: null } },
  ],
  ["Items", { Items: null }, { lines: null }],
  ["Items", { Items: undefined }, { lines: null }],
  ["Items", { Items: "one" }, { lines: null }],
  ["Items", { Items: { 0: recentItem, 1: "one" } }, { lines: null }],
  ["Items", { Items: [] }, { lines: [] }],
  ["Items", { Items: {} }, { lines: [] }],
])("an odd %s makes only that unknown: case %#", (_, fields, changed) => {
  const { raw, ...rest } = recentWith(fields);
  const { raw: usual, ...before } = read(recent, recent.RefNo);
  expect(rest).toEqual({ ...before, ...changed });
  expect(raw).toEqual({ ...(usual as object), ...fields });
});

test.each([
  ["Quantity", { Quantity: "many" }, { quantity: null }],
  ["Quantity", { Quantity: "1.5" }, { quantity: null }],
  ["Quantity", { Quantity: 1.5 }, { quantity: null }],
  ["Quantity", { Quantity: 0 }, { quantity: null }],
  ["Quantity", { Quantity: -1 }, { quantity: null }],
  ["Quantity", { Quantity: null }, { quantity: null }],
  ["LineItemReference", { LineItemReference: "" }, { reference: null }],
  ["ProductDetails", { ProductDetails: [] }, { name: null }],
  ["Price", { Price: null }, { amount: null, unitAmount: null }],
  [
    "Price",
    { Price: { GrossDiscountedPrice: "?", UnitGrossDiscountedPrice: 1 } },
    { amount: null },
  ],
  [
    "Price in another currency",
    { Price: { ...recentItem?.Price, Currency: "eur" } },
    { amount: null, unitAmount: null },
  ],
])("an odd %s of a line makes only that unknown: case %#", (_, fields, changed) => {
  expect(itemWith(fields)).toEqual({ ...itemWith({}), ...changed });
});

const reference = "b2783a4ae6d7af01d84b0ee9effa7937860bd311";
const other = { ...recentItem, LineItemReference: "c".repeat(40), Code: "OTHER" };
const withoutReference = { ...recentItem, LineItemReference: undefined };

test.each<readonly [string, unknown, readonly (string | null)[]]>([
  ["an object by index", { 0: recentItem, 2: other }, [reference, "c".repeat(40)]],
  ["an object by reference", { [reference]: recentItem }, [reference]],
  ["an object by a reference that is nowhere else", { [reference]: withoutReference }, [reference]],
  ["an object by a word that is no reference", { first: withoutReference }, [null]],
  ["one bare item", recentItem, [reference]],
  ["one bare item of a price alone", { Price: recentItem?.Price }, [null]],
])("lines are seen when Items is %s", (_, Items, references) => {
  const { lines } = recentWith({ Items });
  expect(lines?.map((line) => line.reference)).toEqual(references);
  expect(lines?.[0]).toMatchObject({ amount: money("1.00") });
});

/** The recent order, in which a key of this object is given once more than it was; the first time. */
function twice(key: string, value: unknown, object = "") {
  const opening = object === "" ? "{" : `"${object}":{`;
  const text = JSON.stringify(recent);
  return parseJson(text.replace(opening, `${opening}"${key}":${JSON.stringify(value)},`))?.value;
}

test.each<readonly [string, unknown, Partial<Order>]>([
  ["Status", "COMPLETE", { status: "UNKNOWN" }],
  ["GrossDiscountedPrice", 1, { paid: null }],
  ["Refunds", [], { refunds: { tag: "unreadable" }, rawRefunds: "a key is given twice" }],
  ["Items", [], { lines: null }],
])("of %s given twice neither value is believed", (key, value, changed) => {
  expect(read(twice(key, value), recent.RefNo)).toMatchObject(changed);
});

test("what is given twice within a part makes only that unknown", () => {
  const order = read(twice("GrossDiscountedPrice", 5, "Price"), recent.RefNo);
  expect(order).toMatchObject({ paid: money("1.00"), lines: [{ reference, amount: null }] });
  const customer = { email: null, country: "US" };
  expect(read(twice("Email", "b@c.de", "BillingDetails"), recent.RefNo)).toMatchObject({
    customer,
  });
});

test("a refund that gives a key twice makes all of them unreadable", () => {
  const entry = '{"Amount":1,"LineItemReference":"a","LineItemReference":"b"}';
  const text = JSON.stringify({ ...recent, Refunds: "here" }).replace('"here"', `[${entry}]`);
  const order = read(parseJson(text)?.value, recent.RefNo);
  expect(order).toMatchObject({ refunds: { tag: "unreadable" } });
});

test.each(["RefNo", "Currency"])("an order that gives its %s twice cannot be read", (key) => {
  expect(refusal(twice(key, "USD"))).toMatchObject({
    tag: "refused",
    problem: { code: "order-unreadable" },
  });
});

test("an item that is not an object is a line about which nothing is known", () => {
  expect(recentWith({ Items: ["?", recentItem] }).lines).toMatchObject([
    { reference: null, productCode: null, name: null, quantity: null, amount: null },
    { name: "Dynamic product" },
  ]);
});

test.each([
  [undefined, "none"],
  [null, "none"],
  ["", "none"],
  ["NONE", "none"],
  ["open", "open"],
  ["WON", "won"],
  ["LOST", "lost"],
  ["ACCEPTED", "accepted"],
  ["PENDING", "unreadable"],
  [3, "unreadable"],
])("a chargeback's resolution %j is read as %s", (ChargebackResolution, chargeback) => {
  expect(recentWith({ ChargebackResolution })).toMatchObject({ chargeback });
});

test("refunds are kept as they came, also where they cannot be read", () => {
  const Refunds = { Pending: [{ Amount: 1 }] };
  expect(recentWith({ Refunds })).toMatchObject({
    refunds: { tag: "unreadable" },
    rawRefunds: Refunds,
  });
});

test.each([
  ["null", null, "order-not-found"],
  ["false", false, "order-not-found"],
  ["an empty list", [], "order-not-found"],
  ["true", true, "order-unreadable"],
  ["a list", [recent], "order-unreadable"],
  ["an empty object", {}, "order-unreadable"],
  ["an order without its number", { ...recent, RefNo: null }, "order-unreadable"],
  ["a currency nobody knows", { ...recent, Currency: "credits" }, "order-unreadable"],
  ["a missing currency", { ...recent, Currency: undefined }, "order-unreadable"],
  ["another order", { ...recent, RefNo: "193612998" }, "order-mismatch"],
])("%s in place of the order is refused as %s", (_, value, code) => {
  expect(refusal(value)).toMatchObject({ tag: "refused", problem: { code } });
});

test("an answer with another order names both numbers", () => {
  expect(refusal({ ...recent, RefNo: "193612998" }).problem.message).toBe(
    "2Checkout was asked for order 193612999 but answered with order 193612998, so the answer was not used.",
  );
});

test.each([
  [{ ORDER_ERROR: "Invalid ORDER_REF" }, "order-not-found", "ORDER_ERROR", "Invalid ORDER_REF"],
  [{ FORBIDDEN: "Go away" }, "refused-by-api", "FORBIDDEN", "Go away"],
  [{ error: "Invalid ORDER_REF" }, "order-not-found", null, "Invalid ORDER_REF"],
  [{ error: expired }, "refused-by-api", "10000", expired.message],
  [
    { error: { code: 55201, message: "No such order" } },
    "order-not-found",
    "55201",
    "No such order",
  ],
])("an error in place of the order keeps the API's own words: %j", (value, code, word, message) => {
  expect(refusal(value).problem).toEqual({
    code,
    message: expect.stringMatching(new RegExp(`^2Checkout .*193612999.*: ${message}$`)) as string,
    api: { code: word, message },
  });
});

test("an order that says that it has no error is an order", () => {
  expect(recentWith({ error: null }).number).toBe("193612999");
  expect(recentWith({ error: [] }).number).toBe("193612999");
});
