import { describe, expect, test } from "vitest";
import { settleCancellation } from "../../../src/api/rpc6/cancel-refund.ts";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { lost, noAnswers, notSent, response } from "../answers.ts";
import { orderNumber } from "../../support/named.ts";
import { serviceFor, willing } from "./service.ts";

const url = new URL("https://api.avangate.com/rpc/6.0/");

function settle(body: object, status = 200) {
  return settleCancellation(response({ id: 7, ...body }, status), 7, url);
}

test.each([
  ["TRUE", true],
  ["a record with a refund's id", { RefundId: "5" }],
  ["one with its id as a number", { RefundId: 5 }],
  ["one that says more", { Status: "CANCELED", refund_id: "17" }],
])("%s is done", (_, result) => {
  expect(settle({ result })).toEqual({ tag: "accepted", warnings: [] });
});

test.each([
  ["FALSE", false],
  ["null", null],
  ["1", 1],
  ["a text", "true"],
  ["a list", [true]],
  ["a record without an id", { Status: "CANCELED" }],
  ["a record with an empty id", { RefundId: "" }],
  ["a record with an id of null", { RefundId: null }],
  ["a record with an id of 0", { RefundId: 0 }],
  ["a record with an id in words", { RefundId: "none" }],
  ["a map with words that nobody documents", { CODE: "some words" }],
  ["words that say nothing", { CODE: "Error cancelling order" }],
])("%s is unknown", (_, result) => {
  expect(settle({ result })).toMatchObject({ tag: "unknown", problem: { code: "answer-lost" } });
});

test("an id that is given twice says nothing", () => {
  const body = '{"id":7,"result":{"RefundId":"5","RefundId":"6"}}';
  expect(settleCancellation(response(body), 7, url).tag).toBe("unknown");
});

describe("an error", () => {
  test("is a refusal in whatever words it comes, and keeps them", () => {
    const error = { code: 55201, message: "There is no refund to cancel." };
    expect(settle({ error })).toEqual({
      tag: "refused",
      problem: {
        code: "cancel-refused",
        message: "2Checkout did not cancel a refund: There is no refund to cancel.",
        api: { code: "55201", message: "There is no refund to cancel." },
      },
    });
  });

  test.each([
    ["in a result", { result: { ORDER_REF: "Invalid ORDER_REF" } }],
    ["by itself", { error: { code: 55201, message: "Invalid ORDER_REF" } }],
    ["as a plain text", { error: "Invalid ORDER_REF" }],
    ["at a status of its own", { error: { code: 55201, message: "Invalid ORDER_REF" } }],
  ])("in documented words has their code: %s", (how, body) => {
    expect(settle(body, how.includes("status") ? 400 : 200)).toMatchObject({
      tag: "refused",
      problem: { code: "order-not-found" },
    });
  });

  test.each([
    "Unknown error",
    "Error cancelling order",
    "Error canceling order",
    "An unknown error occurred",
  ])("that says only '%s' leaves it unknown", (message) => {
    expect(settle({ error: { code: 1, message } }).tag).toBe("unknown");
  });

  test.each([-32603, -32000, -32099])("%i broke something half-way", (code) => {
    expect(settle({ error: { code, message: "Internal error" } }).tag).toBe("unknown");
  });

  test("about the session proves that nothing was done", () => {
    expect(settle({ error: expired }).tag).toBe("nothing-done");
  });

  test.each([
    { code: null, message: null },
    { code: "", message: "" },
    { data: {} },
    { reason: 7 },
  ])("with neither code nor message tells nothing: %j", (error) => {
    expect(settle({ error }).tag).toBe("unknown");
  });

  test.each([false, "", [], {}])("of %j is none", (error) => {
    expect(settle({ error }).tag).toBe("unknown");
  });
});

test.each(noAnswers)("%s is no answer", (_, body) => {
  expect(settleCancellation(response(body), 7, url).tag).toBe("unknown");
});

test.each([
  ["not sent", notSent("refused"), "not-sent"],
  ["lost", lost("cut"), "unknown"],
  ["another request's answer", response({ id: 8, result: true }), "unknown"],
  ["a redirect", response({ id: 7, result: true }, 302), "unknown"],
  ["a broken server", response({ id: 7, result: true }, 500), "unknown"],
  ["too many requests", response("", 429), "nothing-done"],
  ["TRUE at a strange status", response({ id: 7, result: true }, 404), "accepted"],
])("%s: %#", (_, answer, tag) => {
  expect(settleCancellation(answer, 7, url).tag).toBe(tag);
});

describe("the call", () => {
  test("names the order and nothing else", async () => {
    const { rpc, calls } = await serviceFor(willing);
    const ready = await rpc.ready();
    if (ready.tag === "failed") throw new Error(ready.failure.problem.message);
    expect(await rpc.cancelRefund(ready.value, orderNumber("73152871"))).toMatchObject({
      tag: "accepted",
    });
    expect(calls.at(-1)).toMatchObject({
      method: "cancelRefund",
      params: ["session-1", "73152871"],
    });
  });

  test("is never made again by itself", async () => {
    const { rpc, calls } = await serviceFor((call, reply, count) => {
      if (call.method !== "cancelRefund") return willing(call, reply, count);
      reply.statusCode = 503;
      return {};
    });
    const ready = await rpc.ready();
    if (ready.tag === "failed") throw new Error(ready.failure.problem.message);
    expect(await rpc.cancelRefund(ready.value, orderNumber("73152871"))).toMatchObject({
      tag: "unknown",
    });
    expect(calls.filter(({ method }) => method === "cancelRefund")).toHaveLength(1);
  });

  test("opens a new session next time where this one was refused", async () => {
    const { rpc, calls } = await serviceFor((call, reply, count) =>
      call.method === "cancelRefund" ? { error: expired } : willing(call, reply, count),
    );
    const ready = await rpc.ready();
    if (ready.tag === "failed") throw new Error(ready.failure.problem.message);
    await rpc.cancelRefund(ready.value, orderNumber("73152871"));
    expect(await rpc.ready()).toMatchObject({ value: { id: "session-2" } });
    expect(calls.filter(({ method }) => method === "login")).toHaveLength(2);
  });
});
