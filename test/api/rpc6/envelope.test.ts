import { expect, test } from "vitest";
import { parseReply, rpcBody } from "../../../src/api/rpc6/envelope.ts";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { noAnswers, response } from "../answers.ts";

test("a request is one JSON-RPC call with parameters by position", () => {
  expect(rpcBody(3, "getOrder", ["session", null, []])).toBe(
    '{"jsonrpc":"2.0","id":3,"method":"getOrder","params":["session",null,[]]}',
  );
});

test.each([
  ["true", { id: 7, result: true }, true],
  ["false", { id: 7, result: false }, false],
  ["null", { id: 7, result: null }, null],
  ["an object", { id: 7, result: { RefNo: "1" } }, { RefNo: "1" }],
  ["one beside an empty error", { id: 7, result: true, error: null }, true],
  ["one whose id is text", { id: "7", result: true }, true],
])("a result is read: %s", (_, body, value) => {
  expect(parseReply(response(body), 7)).toEqual({ tag: "result", value, named: true });
});

test.each([
  ["one without an id", { result: true }],
  ["one with an id of null", { id: null, result: true }],
])("a result that does not name the request says so: %s", (_, body) => {
  expect(parseReply(response(body), 7)).toEqual({ tag: "result", value: true, named: false });
});

test.each([200, 400, 401, 403, 404])("a result and an error are read at HTTP %i", (status) => {
  expect(parseReply(response({ id: 7, result: true }, status), 7)).toMatchObject({ tag: "result" });
  expect(parseReply(response({ id: 7, error: expired }, status), 7)).toMatchObject({
    tag: "error",
  });
});

test.each([
  ["as recorded", expired, "10000", expired.message, "FORBIDDEN"],
  ["as text", "Invalid ORDER_REF", null, "Invalid ORDER_REF", null],
  ["with a code that is text", { code: "X", message: "No" }, "X", "No", null],
  ["with data that tell nothing", { code: 1, message: "No", data: ["?"] }, "1", "No", null],
  [
    "with a word that is no text",
    { code: 1, message: "No", data: { error_code: 5 } },
    "1",
    "No",
    null,
  ],
  ["without a message", { code: 1 }, "1", '{"code":1}', null],
  ["without a code", { message: "No" }, null, "No", null],
  ["with a code that is none", { code: null, message: "No" }, null, "No", null],
])("an error is read %s", (_, error, code, message, word) => {
  expect(parseReply(response({ id: 7, error }), 7)).toEqual({
    tag: "error",
    error: { code, message, word },
  });
  expect(parseReply(response({ id: 7, error, result: null }), 7)).toMatchObject({ tag: "error" });
});

test.each([
  ["neither a result nor an error", { id: 7 }],
  ["neither a result nor an error", { id: 7, error: null }],
  ["both a result and an error", { id: 7, result: true, error: expired }],
  ["both a result and an error", { id: 7, result: false, error: "No" }],
  ["an empty or contradictory error", { id: 7, error: "" }],
  ["an empty or contradictory error", { id: 7, error: false }],
  ["an empty or contradictory error", { id: 7, error: [] }],
  ["an empty or contradictory error", { id: 7, error: {} }],
  ["an answer to another request", { id: 8, result: true }],
  ["an answer to another request", { id: "70", result: true }],
  ["an answer to another request", { id: { is: 7 }, result: true }],
  ["an answer to another request", { id: 8, error: expired }],
  ["not a JSON-RPC answer", [{ id: 7, result: true }]],
  ["not a JSON-RPC answer", "true"],
  ["not a JSON-RPC answer", "null"],
])("%s is no answer: case %#", (what, body) => {
  expect(parseReply(response(body), 7)).toEqual({ tag: "unreadable", what });
});

test.each(noAnswers)("%s is no answer, and is called so: %j", (words, body) => {
  expect(parseReply(response(body, 404), 7)).toEqual({
    tag: "unreadable",
    what: `HTTP 404 with ${words}`,
  });
});

test.each([
  [500, {}, "HTTP 500"],
  [503, {}, "HTTP 503"],
  [302, { location: "/login" }, "HTTP 302, a redirect to /login, which is not followed"],
  [301, {}, "HTTP 301, a redirect to nowhere, which is not followed"],
])("at HTTP %i not even a result is believed", (status, headers, what) => {
  const answer = response({ id: 7, result: true }, status, headers);
  expect(parseReply(answer, 7)).toEqual({ tag: "unreadable", what });
});

test("HTTP 429 says that the request was not looked at", () => {
  expect(parseReply(response("slow down", 429), 7)).toEqual({ tag: "too-many", retryAfter: null });
});
