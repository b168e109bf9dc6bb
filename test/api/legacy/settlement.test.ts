import { describe, expect, test } from "vitest";
import { settleLineItem } from "../../../src/api/legacy/refund-lineitem.ts";
import missing from "../../fixture/legacy-error-parameter-missing.json" with { type: "json" };
import notFound from "../../fixture/legacy-error-record-not-found.json" with { type: "json" };
import refunded from "../../fixture/legacy-refund-lineitem-ok.json" with { type: "json" };
import { lost, noAnswers, notSent, response } from "../answers.ts";

const url = new URL("https://www.2checkout.com/api/");
const settle = (body: unknown, status = 200, headers = {}) =>
  settleLineItem(response(body, status, headers), url);
const errorOf = (code: string, message = "its words") => ({ errors: [{ code, message }] });
const errors = (...codes: readonly string[]) => ({
  errors: codes.map((code) => ({ code, message: "its words" })),
});
const xml = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<response>${inside}</response>\n`;

test("the vendor's example of success is accepted", () => {
  expect(settle(refunded)).toEqual({ tag: "accepted", warnings: [] });
});

test("warnings beside the success are kept", () => {
  const warnings = [{ code: "SLOW", message: "It will take a while." }, { code: "ODD" }];
  expect(settle({ ...refunded, warnings })).toEqual({
    tag: "accepted",
    warnings: [
      {
        code: "api-warning",
        message: "2Checkout warns: It will take a while.",
        api: { code: "SLOW", message: "It will take a while." },
      },
      { code: "api-warning", message: "2Checkout warns: ODD", api: { code: "ODD", message: "" } },
    ],
  });
});

test.each([
  ["an error", { errors: [{ code: "TOO_LATE", message: "Too late" }] }, 200],
  ["an error that is not in a list", { errors: { code: "TOO_LATE", message: "Too late" } }, 200],
  ["an error that cannot be read", { errors: "TOO_LATE" }, 200],
  ["a status that says that it failed", {}, 400],
])("OK beside %s is a contradiction, so unknown", (_, fields, status) => {
  expect(settle({ ...refunded, ...fields }, status)).toMatchObject({
    tag: "unknown",
    problem: { code: "answer-lost", message: expect.stringContaining("it says OK") as unknown },
  });
});

test.each([
  ["no errors", { errors: [] }],
  ["an error of null", { errors: null }],
])("OK beside %s is accepted", (_, fields) => {
  expect(settle({ ...refunded, ...fields }).tag).toBe("accepted");
});

const documented: readonly (readonly [code: string, stable: string])[] = [
  ["PARAMETER_MISSING", "parameter-missing"],
  ["PARAMETER_INVALID", "parameter-invalid"],
  ["RECORD_NOT_FOUND", "line-item-not-found"],
  ["FORBIDDEN", "forbidden"],
  ["INVALID_PARAMETER", "line-item-not-refundable"],
  ["TOO_LATE", "too-late"],
  ["TOO_HIGH", "amount-exceeds-balance"],
  ["TOO_LOW", "amount-too-low"],
];

describe.each([
  ["as an error", (code: string, message: string) => settle(errorOf(code, message), 400)],
  [
    "as a response code at HTTP 200",
    (code: string, message: string) => settle({ response_code: code, response_message: message }),
  ],
  [
    "in XML",
    (code: string, message: string) =>
      settle(
        xml(`<errors><error><code>${code}</code><message>${message}</message></error></errors>`),
        400,
      ),
  ],
])("%s", (_, refuse) => {
  test.each(documented)("%s settles as a refusal, its words kept", (code, stable) => {
    expect(refuse(code, "its words")).toEqual({
      tag: "refused",
      problem: {
        code: stable,
        message: "2Checkout refused: its words",
        api: { code, message: "its words" },
      },
    });
  });

  test("NOTHING_TO_DO says that it is refunded already", () => {
    expect(refuse("NOTHING_TO_DO", "Lineitem was already refunded.")).toMatchObject({
      tag: "already-refunded",
      problem: { code: "already-refunded", api: { code: "NOTHING_TO_DO" } },
    });
  });

  test("another code is not yet a refusal", () => {
    expect(refuse("NOT_OK", "its words")).toMatchObject({
      tag: "refused-undocumented",
      problem: { code: "refused-by-api", api: { code: "NOT_OK", message: "its words" } },
    });
  });
});

test("the recorded errors are refusals", () => {
  expect(settle(missing, 400)).toMatchObject({
    tag: "refused",
    problem: { api: { message: "Required parameter missing: sale_or_invoice_id" } },
  });
  expect(settle(notFound, 404)).toMatchObject({ problem: { code: "line-item-not-found" } });
});

test.each([
  ["without a message", { errors: [{ code: "TOO_LATE" }] }, "too-late", "TOO_LATE"],
  [
    "with a number for a code",
    { errors: [{ code: 5, message: "Five" }] },
    "refused-by-api",
    "Five",
  ],
  ["without a code", { errors: [{ message: "No" }] }, "refused-by-api", '{"message":"No"}'],
])("an error %s still is one", (_, body, code, words) => {
  expect(settle(body, 400)).toMatchObject({
    problem: { code, message: `2Checkout refused: ${words}` },
  });
});

test.each([
  ["401", 401, '{"errors":[{"code":"UNAUTHORIZED"}]}'],
  ["401 without words", 401, ""],
  ["403 with a page that denies access", 403, "<html>Access Denied to API</html>"],
  ["403 with an error that denies access", 403, errorOf("FORBIDDEN", "Access Denied to API")],
  ["200 with an error that denies access", 200, errorOf("FORBIDDEN", "Access denied to API.")],
])("HTTP %s rejects the credentials and says what is needed", (_, status, body) => {
  expect(settle(body, status)).toMatchObject({
    tag: "credentials",
    problem: {
      code: "credentials-rejected",
      message: expect.stringContaining("API Access and API Updating") as unknown,
    },
  });
});

test("of a long page that rejects the credentials only the beginning is kept", () => {
  const settlement = settle("x".repeat(9_000), 401);
  expect(settlement).toMatchObject({ problem: { api: { message: "x".repeat(500) } } });
});

test("a sale that is not the user's is a refusal, and does not blame the credentials", () => {
  expect(settle(errorOf("FORBIDDEN", "Access denied to sale."), 403)).toMatchObject({
    tag: "refused",
    problem: { code: "forbidden" },
  });
});

const advice = "did not answer as an API; use the order's RefNo with the 6.0 API";

test.each([
  ["a page at HTTP 404", "<html>Not found</html>", 404, {}, "HTTP 404 with an HTML page"],
  ["a page at HTTP 403", "<html>Blocked</html>", 403, {}, "HTTP 403 with an HTML page"],
  ["a page at HTTP 200", "<html>Soon back</html>", 200, {}, "HTTP 200 with an HTML page"],
  [
    "a redirect",
    "",
    302,
    { location: "https://verifone.example/" },
    "a redirect to https://verifone.example/",
  ],
  ["HTTP 500, whatever it says", refunded, 500, {}, "HTTP 500"],
  ["JSON that is not recognised", {}, 200, {}, "HTTP 200"],
  ["JSON that is a list", [refunded], 200, {}, "HTTP 200"],
  ["a code that is no text", { response_code: 1 }, 200, {}, "HTTP 200"],
  ["XML that says nothing", xml(""), 200, {}, "HTTP 200 with an XML document"],
])("%s is unknown, and the other API is named", (_, body, status, headers, words) => {
  const settlement = settle(body, status, headers);
  expect(settlement).toMatchObject({ tag: "unknown", problem: { code: "answer-lost" } });
  expect(settlement).toHaveProperty("problem.message", expect.stringContaining(words));
  expect(settlement).toHaveProperty("problem.message", expect.stringContaining(advice));
});

test.each(noAnswers)("%s is unknown: %j", (words, body) => {
  expect(settle(body)).toHaveProperty("problem.message", expect.stringContaining(words));
  expect(settle(body).tag).toBe("unknown");
});

test("HTTP 429 proves that nothing was done", () => {
  expect(settle("later", 429)).toMatchObject({
    tag: "nothing-done",
    problem: { code: "too-many-requests" },
  });
});

test.each([
  ["OK", { response_code: "OK" }, "unknown"],
  ["NOTHING_TO_DO", errorOf("NOTHING_TO_DO"), "already-refunded"],
  ["half an answer", '{"response_code":"OK"', "unknown"],
  ["a code twice", '{"response_code":"NO","response_code":"OK"}', "unknown"],
  ["another error", errorOf("TOO_MANY"), "nothing-done"],
])("HTTP 429 with %s is reported as what it is", (_, body, tag) => {
  expect(settle(body, 429).tag).toBe(tag);
});

test.each([
  '{"response_code":"NOT_OK","response_code":"OK"}',
  '{"response_code":"OK","errors":[{"code":"TOO_LATE","message":"x"}],"errors":[]}',
  '{"errors":[{"code":"TOO_LATE","code":"NOTHING_TO_DO","message":"x"}]}',
  xml("<response_code>NOT_OK</response_code><response_code>OK</response_code>"),
])("an answer that says a thing twice is unknown: %s", (body) => {
  expect(settle(body)).toMatchObject({ tag: "unknown", problem: { code: "answer-lost" } });
});

test.each([
  ["two errors", errors("NOTHING_TO_DO", "FORBIDDEN"), 400],
  ["the same two the other way round", errors("FORBIDDEN", "NOTHING_TO_DO"), 400],
  ["a refusal that is known and one that is not", errors("TOO_LATE", "ODD"), 400],
  [
    "its code and an error",
    { response_code: "NOTHING_TO_DO", response_message: "", ...errors("TOO_LATE") },
    200,
  ],
])("%s that say different things leave it unknown", (_, body, status) => {
  expect(settle(body, status)).toMatchObject({ tag: "unknown", problem: { code: "answer-lost" } });
});

test("two refusals that say the same are one", () => {
  expect(settle(errors("TOO_LATE", "FORBIDDEN"), 400)).toMatchObject({ tag: "refused" });
});

test.each(["Unknown error", "Error cancelling order"])(
  "%j says nothing about what was done, so it is unknown",
  (message) => {
    expect(settle(errorOf("ERROR", message), 400)).toMatchObject({
      tag: "unknown",
      problem: { code: "answer-lost", api: { code: "ERROR", message } },
    });
  },
);

test("the message says what happened to the connection", () => {
  expect(settleLineItem(notSent("tls"), url)).toMatchObject({
    tag: "not-sent",
    problem: {
      code: "unreachable",
      message: expect.stringContaining("www.2checkout.com") as unknown,
    },
  });
  expect(settleLineItem(lost("answer-timeout"), url)).toMatchObject({
    tag: "unknown",
    problem: { code: "answer-lost", message: expect.stringContaining("in time") as unknown },
  });
});
