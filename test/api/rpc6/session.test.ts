import { expect, test } from "vitest";
import type { Rpc6, Session } from "../../../src/api/rpc6/rpc6.ts";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { oneLine, exampleLine, requestOf, wholeOrder } from "./requests.ts";
import { orderNumber, type Script, serviceFor, willing } from "./service.ts";

const start = Date.UTC(2026, 10, 21, 12, 0, 0);
const minute = 60_000;
const methods = (calls: readonly { readonly method: string }[]) =>
  calls.map(({ method }) => method);

/** Refuses the session of every call of this method, as often as told. */
function refusing(method: string, times: number): Script {
  return (call, response, count) =>
    call.method === method && count <= times ? { error: expired } : willing(call, response, count);
}

async function openedBy(rpc: Rpc6): Promise<Session> {
  const opened = await rpc.ready();
  if (opened.tag === "failed") throw new Error(opened.failure.problem.message);
  return opened.value;
}

test("one login serves all calls of a run, and its session is their first parameter", async () => {
  const { rpc, calls } = await serviceFor(willing, () => start);
  expect(await rpc.readOrder(orderNumber)).toMatchObject({ tag: "read", value: { readAt: start } });
  expect(await rpc.ready()).toEqual({
    tag: "read",
    value: { id: "session-1", openedAt: { wall: start, uptime: 0 } },
  });
  await rpc.readOrder(orderNumber);
  expect(methods(calls)).toEqual(["login", "getOrder", "getOrder"]);
  expect(calls[2]?.params).toEqual(["session-1", orderNumber]);
  expect(new Set(calls.map(({ id }) => id)).size).toBe(3);
});

test.each([
  ["just under 8 minutes", 8 * minute - 1, ["login"]],
  ["8 minutes", 8 * minute, ["login", "login"]],
])("a session of %s is renewed in time", async (_, age, logins) => {
  let now = start;
  const { rpc, calls } = await serviceFor(willing, () => now);
  await rpc.ready();
  now += age;
  await rpc.ready();
  expect(methods(calls)).toEqual(logins);
});

test("a session of 8 minutes is renewed although the clock was set back meanwhile", async () => {
  let now = start;
  let uptime = 0;
  const { rpc, calls } = await serviceFor(
    willing,
    () => now,
    () => uptime,
  );
  await rpc.ready();
  now -= 60 * minute;
  uptime += 8 * minute;
  await rpc.ready();
  expect(methods(calls)).toEqual(["login", "login"]);
});

test("a read whose session is refused logs in again, once", async () => {
  const { rpc, calls } = await serviceFor(refusing("getOrder", 1));
  expect(await rpc.readOrder(orderNumber)).toMatchObject({ tag: "read" });
  expect(methods(calls)).toEqual(["login", "getOrder", "login", "getOrder"]);
  expect(calls[3]?.params[0]).toBe("session-2");
});

test("a read whose new session is refused too has the wrong credentials", async () => {
  const { rpc, calls } = await serviceFor(refusing("getOrder", 9));
  expect(await rpc.readOrder(orderNumber)).toMatchObject({
    failure: {
      tag: "credentials",
      problem: { code: "credentials-rejected", api: { code: "10000" } },
    },
  });
  expect(methods(calls)).toEqual(["login", "getOrder", "login", "getOrder"]);
});

test("a refund is sent once, with the bytes of the vendor's examples", async () => {
  const { rpc, calls } = await serviceFor(willing);
  const session = await openedBy(rpc);
  expect(await rpc.issueRefund(session, requestOf(oneLine))).toEqual({
    tag: "accepted",
    warnings: [],
  });
  expect(await rpc.issueRefund(session, requestOf(wholeOrder))).toEqual({
    tag: "accepted",
    warnings: [],
  });
  expect(calls.slice(1).map(({ body }) => body)).toEqual([
    `{"jsonrpc":"2.0","id":2,"method":"issueRefund","params":["session-1","73152871",null,[{"Quantity":1,"LineItemReference":"${exampleLine}","Amount":29.99}],"This is a comment","Fraud"]}`,
    `{"jsonrpc":"2.0","id":3,"method":"issueRefund","params":["session-1","73152871",241.49,[],"This is a comment","Fraud"]}`,
  ]);
});

test("a refund whose session is refused is not repeated; the next call logs in", async () => {
  const { rpc, calls } = await serviceFor(refusing("issueRefund", 1));
  const session = await openedBy(rpc);
  const settlement = await rpc.issueRefund(session, requestOf(wholeOrder));
  expect(settlement).toMatchObject({ tag: "nothing-done" });
  expect(methods(calls)).toEqual(["login", "issueRefund"]);
  await rpc.ready();
  expect(methods(calls)).toEqual(["login", "issueRefund", "login"]);
});

test("those who need a session at the same time share one login", async () => {
  const { rpc, calls } = await serviceFor(willing);
  await Promise.all([rpc.readOrder(orderNumber), rpc.readOrder(orderNumber), rpc.ready()]);
  expect(methods(calls)).toEqual(["login", "getOrder", "getOrder"]);
});

test("a shared login is no less the others' where one of them waits no longer", async () => {
  const given = new AbortController();
  const { rpc, calls } = await serviceFor((call, response, count) => {
    if (call.method !== "login" || given.signal.aborted) return willing(call, response, count);
    given.abort();
    const answer = { jsonrpc: "2.0", id: call.id, result: "session-1" };
    setTimeout(() => response.end(JSON.stringify(answer)), 50);
    return null;
  });
  const [left, read] = await Promise.all([
    rpc.readOrder(orderNumber, { signal: given.signal }),
    rpc.readOrder(orderNumber),
  ]);
  expect(left).toMatchObject({ failure: { tag: "unreachable" } });
  expect(read).toMatchObject({ tag: "read" });
  expect(methods(calls)).toEqual(["login", "getOrder"]);
});

test("a refund that is told to wait does not end the session", async () => {
  const { rpc, calls } = await serviceFor((call, response, count) => {
    if (call.method !== "issueRefund") return willing(call, response, count);
    response.writeHead(429, { "retry-after": "5" }).end();
    return null;
  });
  const session = await openedBy(rpc);
  expect(await rpc.issueRefund(session, requestOf(wholeOrder))).toMatchObject({
    tag: "nothing-done",
    retryAfter: "5",
  });
  await rpc.readOrder(orderNumber);
  expect(methods(calls)).toEqual(["login", "issueRefund", "getOrder"]);
});

test("a session that is refused late does not end the one that has replaced it", async () => {
  const { rpc, calls } = await serviceFor(refusing("issueRefund", 2));
  const first = await openedBy(rpc);
  await rpc.issueRefund(first, requestOf(wholeOrder));
  await rpc.ready();
  await rpc.issueRefund(first, requestOf(wholeOrder));
  await rpc.ready();
  expect(methods(calls)).toEqual(["login", "issueRefund", "login", "issueRefund"]);
});

test("what must not start any more is not sent", async () => {
  const { rpc, calls } = await serviceFor(willing);
  const session = await openedBy(rpc);
  expect(
    await rpc.issueRefund(session, requestOf(wholeOrder), { startBy: { wall: 0, uptime: 0 } }),
  ).toMatchObject({
    tag: "not-sent",
    problem: { message: expect.stringContaining("too much time passed") as unknown },
  });
  expect(methods(calls)).toEqual(["login"]);
});

test("a read that is given up has failed", async () => {
  const { rpc, calls } = await serviceFor(willing);
  expect(await rpc.readOrder(orderNumber, { signal: AbortSignal.abort() })).toMatchObject({
    failure: { tag: "unreachable" },
  });
  expect(calls).toEqual([]);
});

test("what the API says of an order in place of it is a refusal, and asked once", async () => {
  const error = { code: 55201, message: "Invalid ORDER_REF", data: { error_code: "ORDER_ERROR" } };
  const { rpc, calls } = await serviceFor((call, response, count) =>
    call.method === "getOrder" ? { error } : willing(call, response, count),
  );
  expect(await rpc.readOrder(orderNumber)).toMatchObject({
    failure: { tag: "refused", problem: { code: "order-not-found" } },
  });
  expect(methods(calls)).toEqual(["login", "getOrder"]);
});

test.each([
  ["login", ["login"]],
  ["getOrder", ["login", "getOrder"]],
])("an internal error in %s blames neither key nor order", async (method, called) => {
  const error = { code: -32603, message: "Internal error" };
  const { rpc, calls } = await serviceFor((call, response, count) =>
    call.method === method ? { error } : willing(call, response, count),
  );
  expect(await rpc.readOrder(orderNumber)).toMatchObject({
    failure: {
      tag: "unreachable",
      problem: { code: "answer-lost", api: { code: "-32603", message: "Internal error" } },
    },
  });
  expect(methods(calls)).toEqual(called);
});

test("neither key, hash, session nor comment reach the trace", async () => {
  const { rpc, calls, lines } = await serviceFor(willing);
  await rpc.readOrder(orderNumber);
  const session = await openedBy(rpc);
  await rpc.issueRefund(session, requestOf(wholeOrder));
  await rpc.issueRefund(session, { ...requestOf(wholeOrder), comment: "" });
  const hash = String(calls[0]?.params[2]);
  expect(lines).toHaveLength(8);
  expect(lines.join("\n")).not.toMatch(
    new RegExp(`SECRET_KEY|session-1|Buyer|example\\.com|This is a comment|${hash}`),
  );
});
