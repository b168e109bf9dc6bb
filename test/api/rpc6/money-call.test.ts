import { describe, expect, test } from "vitest";
import { settleCancellation } from "../../../src/api/rpc6/cancel-refund.ts";
import { settleRefund } from "../../../src/api/rpc6/issue-refund.ts";
import { response } from "../answers.ts";

const url = new URL("https://127.0.0.1/rpc/6.0/");

describe.each([
  ["issueRefund", (body: unknown) => settleRefund(response(body), 7, url, "total")],
  ["cancelRefund", (body: unknown) => settleCancellation(response(body), 7, url)],
])("to %s", (_, settle) => {
  test.each([
    ["no id", { result: true }],
    ["an id of null", { id: null, result: true }],
    ["another id", { id: 8, result: true }],
  ])("a TRUE with %s proves nothing", (_what, body) => {
    expect(settle(body)).toMatchObject({ tag: "unknown" });
  });

  test("a TRUE with our id is done", () => {
    expect(settle({ id: 7, result: true })).toMatchObject({ tag: "accepted" });
  });
});
