import { expect, test } from "vitest";
import { parseLegacyBody } from "../../../src/api/legacy/body.ts";

const nothing = { responseCode: "", responseMessage: "", errors: [], warnings: [] };
const ok = { ...nothing, responseCode: "OK" };

test.each([
  ["<response><response_code>OK</response_code></response>", ok],
  ['<?xml version="1.0"?>\n<response>\n  <response_code> OK </response_code>\n</response>\n', ok],
  [
    "<response><response_code>OK</response_code><response_message>lineitem refunded</response_message></response>",
    { ...ok, responseMessage: "lineitem refunded" },
  ],
  [
    "<response><response_code>OK</response_code><errors></errors><warnings> </warnings></response>",
    ok,
  ],
  [
    "<response><response_code>OK</response_code><warnings><warning><code>A</code><message>B</message></warning></warnings></response>",
    { ...ok, warnings: [{ code: "A", message: "B" }] },
  ],
  [
    "<response><errors><error><code>A</code><message>B</message></error>\n<error><code>C</code><message>D</message></error></errors></response>",
    {
      ...nothing,
      errors: [
        { code: "A", message: "B" },
        { code: "C", message: "D" },
      ],
    },
  ],
  [
    "<errors><code>A</code><message>B</message></errors>",
    { ...nothing, errors: [{ code: "A", message: "B" }] },
  ],
  [
    "<response><response_code>OK</response_code><errors>odd</errors></response>",
    { ...ok, errors: [{ code: "", message: "<errors>odd</errors>" }] },
  ],
])("XML is read when it is sent all the same: %s", (body, reply) => {
  expect(parseLegacyBody(body)).toEqual(reply);
});

test.each([
  ["<response><response_code>OK</response_code>"],
  ["<response><response_code>OK</response_code></respo"],
  ["<response><response_code>OK</response_code></other>"],
  ["<html><response_code>OK</response_code></html>"],
  ["<HTML>OK</HTML>"],
  ["<response></response>"],
  ["OK"],
])("what is cut off, a page, or silent is no answer: %s", (body) => {
  expect(parseLegacyBody(body)).toBeNull();
});
