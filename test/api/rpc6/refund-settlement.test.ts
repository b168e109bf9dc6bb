import { expect, test } from "vitest";
import { settleRefund } from "../../../src/api/rpc6/issue-refund.ts";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { lost, noAnswers, notSent, response } from "../answers.ts";

const url = new URL("https://api.avangate.com/rpc/6.0/");

function settle(body: object, kind: "total" | "partial" | "lineitem" = "partial") {
  return settleRefund(response({ id: 7, ...body }), 7, url, kind);
}

test("TRUE is accepted", () => {
  expect(settle({ result: true })).toEqual({ tag: "accepted", warnings: [] });
});

test("FALSE is not accepted, which is not yet a refusal", () => {
  expect(settle({ result: false })).toMatchObject({
    tag: "not-accepted",
    problem: { code: "not-accepted", api: { code: null, message: "false" } },
  });
});

test.each([
  ["null", null],
  ["1", 1],
  ["a text", "true"],
  ["a list", []],
  ["an empty object", {}],
  ["a description of a refund", { RefundReference: "R1", Status: "PENDING" }],
  ["a description of one word", { RefundReference: "R1" }],
  ["an object of other things", { Amount: 29.99 }],
])("%s is neither TRUE nor FALSE, so it is unknown", (_, result) => {
  expect(settle({ result })).toMatchObject({
    tag: "unknown",
    problem: {
      code: "answer-lost",
      message: `No usable answer came from 2Checkout: the result is ${JSON.stringify(result)}.`,
    },
  });
});

const refusals: readonly (readonly [message: string, code: string])[] = [
  ["ORDER_REF missing or format incorrect", "order-invalid"],
  ["ORDER_AMOUNT missing or format incorrect", "amount-invalid"],
  ["Invalid ORDER_REF", "order-not-found"],
  ["Invalid ORDER_AMOUNT", "amount-invalid"],
  ["PRODUCTS_CODES missing or format incorrect", "items-invalid"],
  ["PRODUCTS_QTY missing or format incorrect", "quantity-invalid"],
  ["Invalid PRODUCTS_QTY", "quantity-invalid"],
  ["Order already canceled", "order-canceled"],
  ["You have already placed a Total refund for this order.", "already-refunded"],
  ["You already have a pending refund request.", "pending-refund"],
  ["The maximum refundable amount for this order has been exceeded.", "amount-exceeds-balance"],
  ["You cannot place a refund request due to the order's current status.", "order-not-complete"],
  ["You cannot place a refund request due to the order’s current status.", "order-not-complete"],
  [
    "You cannot place a refund request due to the order's payment details.",
    "payment-not-refundable",
  ],
  [
    "You cannot place a refund request due to the order’s  payment\ndetails.",
    "payment-not-refundable",
  ],
  ["The allowed period to request a new refund for this order has expired.", "too-late"],
  ["Error 12: INVALID ORDER_REF (9)", "order-not-found"],
];

test.each(refusals)("the documented refusal %j settles as %s, its words kept", (message, code) => {
  const problem = {
    code,
    message: expect.stringContaining(`2Checkout refused: ${message}`) as unknown,
    api: { code: "55201", message },
  };
  const error = { code: 55201, message, data: { error_code: "ORDER_ERROR" } };
  expect(settle({ error })).toEqual({ tag: "refused", problem });
});

test("a pending request may be the customer's own, and what to do about it is said", () => {
  const error = { code: 55201, message: "You already have a pending refund request." };
  expect(settle({ error })).toMatchObject({
    problem: {
      message: expect.stringMatching(/customer's own.*10 days.*control panel/) as unknown,
    },
  });
});

test("a refusal may come as text, or inside the result", () => {
  const message = "Invalid ORDER_REF";
  expect(settle({ error: message })).toMatchObject({
    tag: "refused",
    problem: { code: "order-not-found", api: { code: null, message } },
  });
  expect(settle({ result: { ORDER_ERROR: message } })).toMatchObject({
    tag: "refused",
    problem: { code: "order-not-found", api: { code: "ORDER_ERROR", message } },
  });
  expect(settle({ result: { FORBIDDEN: expired.message } })).toMatchObject({ tag: "nothing-done" });
});

test("that a total was placed already is what a total asked for, and a refusal of anything else", () => {
  const error = { code: 1, message: "You have already placed a Total refund for this order." };
  expect(settle({ error }, "total").tag).toBe("already-refunded");
  expect(settle({ error }, "partial").tag).toBe("refused");
  expect(settle({ error }, "lineitem").tag).toBe("refused");
});

test.each([
  ["the recorded one", expired],
  ["code 10001", { code: 10001, message: "Invalid session" }],
  ["code 10002", { code: "10002", message: "Session expired." }],
  ["words alone", "Session expired"],
  ["other words", { message: "The session has expired." }],
  ["others yet", "Invalid session"],
])("a refused session proves that nothing was done: %s", (_, error) => {
  expect(settle({ error })).toMatchObject({
    tag: "nothing-done",
    problem: { code: "session-refused" },
  });
});

test.each([
  ["code 10000 with other words", { code: 10000, message: "Refund could not be completed" }],
  ["code 10001 with other words", { code: 10001, message: "x" }],
  ["the words beside others", { code: 10000, message: "Refunded, but your session expired later" }],
  ["the words before others", { code: 10000, message: "Session expired. Refund placed." }],
  ["the words with another error's code", { code: 55201, message: "Session expired" }],
])("a session is refused in the documented words only, so this is not one: %s", (_, error) => {
  expect(settle({ error })).toMatchObject({
    tag: "refused-undocumented",
    problem: { code: "refused-by-api" },
  });
});

test.each([
  "Unknown error",
  "unknown error.",
  "Error cancelling order",
  "Error canceling order 1",
  "Error cancelling order: Order already canceled",
  "Unknown error. You already have a pending refund request.",
])("%j says nothing about what was done, so it is unknown", (message) => {
  expect(settle({ error: { code: 55999, message } })).toMatchObject({
    tag: "unknown",
    problem: { code: "answer-lost", api: { code: "55999", message } },
  });
  expect(settle({ error: message }).tag).toBe("unknown");
});

const at = (status: number, body: unknown) =>
  settleRefund(response(body, status, { "retry-after": "3" }), 7, url, "partial");

test.each([200, 400, 403, 404, 409, 422, 429, 499])("TRUE is accepted at HTTP %i", (status) => {
  expect(at(status, { id: 7, result: true })).toEqual({ tag: "accepted", warnings: [] });
});

test.each([
  ["nothing", ""],
  ["a page", "<html>Slow down</html>"],
  ["words", "Slow down"],
  ["an error", { id: 7, error: { code: 429, message: "Too many requests" } }],
  ["an error beside a result of null", { id: 7, result: null, error: { code: 1, message: "x" } }],
])("HTTP 429 with %s proves that nothing was done", (_, body) => {
  expect(at(429, body)).toMatchObject({
    tag: "nothing-done",
    retryAfter: "3",
    problem: { code: "too-many-requests" },
  });
});

test.each([
  ["a result of another call", { id: 8, result: true }, "unknown"],
  ["half an answer", '{"id":7,"result":tr', "unknown"],
  ["two results", '{"id":7,"result":false,"result":true}', "unknown"],
  ["a result of null", { id: 7, result: null }, "unknown"],
  ["FALSE", { id: 7, result: false }, "not-accepted"],
])("HTTP 429 with %s proves nothing by itself", (_, body, tag) => {
  expect(at(429, body).tag).toBe(tag);
});

test.each([
  '{"id":7,"result":false,"result":true}',
  '{"id":7,"result":true,"result":true}',
  '{"id":7,"result":true,"res\\u0075lt":false}',
  '{"id":8,"id":7,"result":true}',
  '{"id":7,"error":null,"error":{"code":1,"message":"No"}}',
  '{"id":7,"error":{"code":10000,"code":1,"message":"Invalid session"}}',
  '{"id":7,"error":{"code":1,"message":"Invalid ORDER_REF","message":"Refunded"}}',
  '{"jsonrpc":"2.0","jsonrpc":"1.0","id":7,"result":true}',
])("an answer that gives a key twice is unknown, whichever value comes last: %s", (body) => {
  expect(settleRefund(response(body), 7, url, "partial")).toMatchObject({
    tag: "unknown",
    problem: { code: "answer-lost" },
  });
});

test.each([[-32603], [-32000], [-32042], [-32099], ["-32603"]])(
  "the internal error %j says nothing of what was done",
  (code) => {
    expect(settle({ error: { code, message: "Internal error" } })).toMatchObject({
      tag: "unknown",
      problem: { code: "answer-lost", api: { code: String(code), message: "Internal error" } },
    });
  },
);

test.each([
  ["another error of JSON-RPC", { code: -32602, message: "Invalid params" }, "-32602"],
  ["one of 2Checkout", { code: 55999, message: "Later", data: { error_code: "X" } }, "55999"],
  ["one with a word only", { message: "Later", data: { error_code: "X" } }, "X"],
  ["a text", "Later", null],
])("an error that nobody documents is not yet a refusal: %s", (_, error, code) => {
  expect(settle({ error })).toMatchObject({
    tag: "refused-undocumented",
    problem: { code: "refused-by-api", api: { code } },
  });
});

test.each(noAnswers)("%s is unknown: %j", (words, body) => {
  expect(settleRefund(response(body), 7, url, "total")).toMatchObject({
    tag: "unknown",
    problem: { message: `No usable answer came from 2Checkout: HTTP 200 with ${words}.` },
  });
});

test("the message says what happened to the connection", () => {
  expect(settleRefund(notSent("refused"), 7, url, "total")).toEqual({
    tag: "not-sent",
    problem: {
      code: "unreachable",
      message:
        "2Checkout was not reached at api.avangate.com: the connection was refused (the system's words).",
    },
  });
  expect(settleRefund(lost("cut"), 7, url, "total")).toEqual({
    tag: "unknown",
    problem: {
      code: "answer-lost",
      message:
        "No usable answer came from 2Checkout: the connection broke before the answer was complete (the system's words).",
    },
  });
});
