import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { faultKinds, parseFault, type InjectedFaultKind } from "../../src/sandbox/faults.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { login, order, refund, refundLine, sandboxFor, send } from "./calls.ts";

interface Seen {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Headers;
  readonly failed?: "connection" | "patience";
}

/** What a client sees that waits so long. */
async function seenBy(request: Promise<Response>, patienceMs = 20_000): Promise<Seen> {
  const answered = request.then(async (response): Promise<Seen> => {
    const { status, headers } = response;
    return { status, headers, body: await response.text() };
  });
  const seen = answered.catch((): Seen => ({ failed: "connection" }));
  const gaveUp = new AbortController();
  const patience = wait<Seen>(patienceMs, { failed: "patience" }, gaveUp).catch((): Seen => ({}));
  return Promise.race([seen, patience]).finally(() => {
    gaveUp.abort();
  });
}

function askForRefund(sandbox: Sandbox, session: string): Promise<Response> {
  return send(sandbox, "issueRefund", [session, "73152871", 29.99, [], "", "Other"]);
}

const rpc6 = (outcome: object): string => JSON.stringify({ jsonrpc: "2.0", id: 7, ...outcome });
const accepted = rpc6({ result: true });
const internalError = rpc6({ error: { code: -32603, message: "Internal error" } });
const unknownError = rpc6({
  error: {
    code: 55999,
    message: "The request could not be completed.",
    data: { error_code: "UNEXPECTED_CONDITION" },
  },
});
const expired = rpc6({
  error: {
    code: 10000,
    message: "Invalid hash provided or session expired",
    data: { error_code: "FORBIDDEN" },
  },
});

interface Expected {
  readonly refunds: 0 | 1;
  readonly seen: object;
}

function containing(text: string): unknown {
  return expect.stringContaining(text);
}

const page = containing("<html>");
const lost = { failed: "connection" };
const silence = { failed: "patience" };

const expectations: Readonly<Record<InjectedFaultKind, Expected>> = {
  "drop-before": { refunds: 0, seen: lost },
  "drop-after": { refunds: 1, seen: lost },
  "hang-before": { refunds: 0, seen: silence },
  "hang-after": { refunds: 1, seen: silence },
  "500-before": { refunds: 0, seen: { status: 500, body: page } },
  "500-after": { refunds: 1, seen: { status: 500, body: page } },
  "503-before": { refunds: 0, seen: { status: 503, body: page } },
  "503-after": { refunds: 1, seen: { status: 503, body: page } },
  "429": { refunds: 0, seen: { status: 429 } },
  "429-after": { refunds: 1, seen: { status: 429 } },
  "html-before": { refunds: 0, seen: { status: 200, body: page } },
  "html-after": { refunds: 1, seen: { status: 200, body: page } },
  "truncated-before": { refunds: 0, seen: lost },
  "truncated-after": { refunds: 1, seen: lost },
  "half-json-after": { refunds: 1, seen: { status: 200, body: '{"jsonrpc":"2.0","i' } },
  "empty-before": { refunds: 0, seen: { status: 200, body: "" } },
  "empty-after": { refunds: 1, seen: { status: 200, body: "" } },
  "null-before": { refunds: 0, seen: { status: 200, body: rpc6({ result: null }) } },
  "null-after": { refunds: 1, seen: { status: 200, body: rpc6({ result: null }) } },
  "false-before": { refunds: 0, seen: { status: 200, body: rpc6({ result: false }) } },
  "false-after": { refunds: 1, seen: { status: 200, body: rpc6({ result: false }) } },
  "wrong-id-before": { refunds: 0, seen: { status: 200, body: accepted.replace("7", "1007") } },
  "wrong-id-after": { refunds: 1, seen: { status: 200, body: accepted.replace("7", "1007") } },
  "internal-error-before": { refunds: 0, seen: { status: 200, body: internalError } },
  "internal-error-after": { refunds: 1, seen: { status: 200, body: internalError } },
  "expire-session": { refunds: 0, seen: { status: 200, body: expired } },
  "expire-session-after": { refunds: 1, seen: { status: 200, body: expired } },
  slow: { refunds: 1, seen: { status: 200, body: accepted } },
  redirect: { refunds: 0, seen: { status: 302 } },
  "unknown-error": { refunds: 0, seen: { status: 200, body: unknownError } },
  "unknown-error-after": { refunds: 1, seen: { status: 200, body: unknownError } },
  huge: { refunds: 1, seen: { status: 200 } },
  "panel-refund": { refunds: 1, seen: { status: 200, body: containing("pending") } },
  "panel-then-drop": { refunds: 1, seen: lost },
  "decline-later": { refunds: 1, seen: { status: 200, body: accepted } },
};

describe("a fault in issueRefund", () => {
  test.each(faultKinds)("%s does what it is named for, once", async (kind) => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind });
    const { refunds, seen } = expectations[kind];
    const patienceMs = seen === silence ? 100 : 20_000;
    expect(await seenBy(askForRefund(sandbox, session), patienceMs)).toMatchObject(seen);
    expect(sandbox.ledger()).toHaveLength(refunds);
    expect(sandbox.requests()).toHaveLength(2);
    const next = await seenBy(send(sandbox, "getOrder", [await login(sandbox), "73152871"]));
    expect(next).toMatchObject({ status: 200 });
  });

  test("a server that asks for patience says how long", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    for (const kind of ["429", "503-before", "503-after"] as const) {
      sandbox.addFault({ kind });
      const { headers } = await seenBy(askForRefund(sandbox, session));
      expect(headers?.get("retry-after")).toBe("1");
    }
  });

  test("a redirect leads back to the stand-in, never to the vendor", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind: "redirect" });
    const { headers } = await seenBy(askForRefund(sandbox, session));
    expect(headers?.get("location")).toBe("/elsewhere");
  });

  test("a huge answer is larger than 10 MB and still JSON", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind: "huge" });
    const response = await askForRefund(sandbox, session);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(10 * 1024 * 1024);
    expect(await response.json()).toMatchObject({ result: true });
  });

  test("an answer that is cut announces its whole length", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind: "truncated-after" });
    const response = await askForRefund(sandbox, session);
    expect(response.headers.get("content-length")).toBe(String(accepted.length));
    await expect(response.text()).rejects.toThrow();
  });

  test("an expired session stays expired", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind: "expire-session" });
    await askForRefund(sandbox, session);
    const again = await askForRefund(sandbox, session);
    expect(await again.json()).toMatchObject({ error: { code: 10000 } });
  });

  test("the panel refunds the same amount and lines", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0 });
    const session = await login(sandbox);
    sandbox.addFault({ kind: "panel-refund" });
    const items = [{ ProductCode: "SEAT", Quantity: 1, Amount: 33.33 }];
    const params = [session, "73152871", null, items, "", "Other"];
    const response = await send(sandbox, "issueRefund", params);
    expect(await response.json()).toMatchObject({ result: true });
    const entry = { amount: "33.33", items: [{ productCode: "SEAT", amount: "33.33" }] };
    expect(sandbox.ledger()).toMatchObject([
      { ...entry, by: "panel" },
      { ...entry, by: "api" },
    ]);
  });

  test("a slow call waits, and then does what was asked even if the client has left", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    sandbox.addFault({ kind: "slow", afterMs: 500 });
    expect(await seenBy(askForRefund(sandbox, session), 100)).toEqual(silence);
    expect(sandbox.ledger()).toEqual([]);
    await expect.poll(() => sandbox.ledger().length, { timeout: 20_000 }).toBe(1);
  });
});

describe("a fault", () => {
  test("happens only to the method it names", async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: "500-before", method: "getOrder" }] });
    const session = await login(sandbox);
    expect(await refund(sandbox, session, "73152871", 1)).toMatchObject({ result: true });
    const read = (): Promise<Response> => send(sandbox, "getOrder", [session, "73152871"]);
    expect((await read()).status).toBe(500);
    expect((await read()).status).toBe(200);
  });

  test("happens as often as it says, or until it is cleared", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    const status = async (): Promise<number> =>
      (await send(sandbox, "getOrder", [session, "73152871"])).status;
    sandbox.addFault({ kind: "500-before", times: 2 });
    sandbox.addFault({ kind: "503-before", times: Infinity });
    expect([await status(), await status(), await status()]).toEqual([500, 500, 503]);
    expect(await status()).toBe(503);
    sandbox.clearFaults();
    expect(await status()).toBe(200);
  });

  test("of the panel waits for a refund", async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: "panel-then-drop" }] });
    const session = await login(sandbox);
    await order(sandbox, session, "73152871");
    expect(await seenBy(askForRefund(sandbox, session))).toEqual(lost);
    expect(sandbox.ledger()).toMatchObject([{ by: "panel", amount: "29.99" }]);
  });
});

describe("a fault in refund_lineitem", () => {
  const ask = (sandbox: Sandbox): Promise<Response> =>
    refundLine(sandbox, { lineitem_id: "1234567890", category: "4" });

  test.each<[InjectedFaultKind, number, object]>([
    ["drop-before", 0, lost],
    ["drop-after", 1, lost],
    ["hang-after", 1, silence],
    ["500-after", 1, { status: 500 }],
    ["429", 0, { status: 429 }],
    ["html-before", 0, { status: 200, body: page }],
    ["truncated-after", 1, lost],
    ["half-json-after", 1, { status: 200, body: '{"response_code":"OK","respons' }],
    ["empty-after", 1, { status: 200, body: "" }],
    ["null-after", 1, { status: 200, body: "null" }],
    ["false-before", 0, { status: 200, body: "false" }],
    ["expire-session", 0, { status: 401 }],
    ["redirect", 0, { status: 302 }],
    ["unknown-error", 0, { status: 400, body: containing("UNEXPECTED_CONDITION") }],
    ["unknown-error-after", 1, { status: 400 }],
    ["panel-refund", 1, { status: 400, body: containing("NOTHING_TO_DO") }],
  ])("%s", async (kind, refunds, seen) => {
    const sandbox = await sandboxFor({ faults: [{ kind }] });
    expect(await seenBy(ask(sandbox), seen === silence ? 100 : 20_000)).toMatchObject(seen);
    expect(sandbox.ledger()).toHaveLength(refunds);
  });

  test("is never one of JSON-RPC's own", async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: "wrong-id-after" }] });
    expect((await ask(sandbox)).status).toBe(200);
    expect(parseFault("internal-error-after:refund_lineitem")).toBe(
      "internal-error-after cannot happen to refund_lineitem.",
    );
  });
});

describe("a fault as text", () => {
  test.each([
    ["drop-after", { kind: "drop-after" }],
    ["429:login", { kind: "429", method: "login" }],
    ["drop-after:issueRefund:2", { kind: "drop-after", method: "issueRefund", times: 2 }],
    ["hang-before:any:always", { kind: "hang-before", times: Infinity }],
    ["slow:getOrder:1:500", { kind: "slow", method: "getOrder", times: 1, afterMs: 500 }],
  ])("%s is understood", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each([
    ["", /^"" is not a known fault. Use one of 429, drop-before, /],
    ["toString", /is not a known fault/],
    ["drop-after:refund", /^"refund" is not a known method. Use one of login, getOrder/],
    ["drop-after:login:0", /^0 is not a number of times/],
    ["drop-after:login:often", /^"often" is not a number of times/],
    ["slow:login:1:1s", /^"1s" is not a time in ms/],
    ["slow:login:1:1:1", /more than four parts/],
    ["panel-refund:getOrder", /cannot happen to getOrder/],
  ])("%s is explained", (text, reason) => {
    expect(parseFault(text)).toMatch(reason);
  });
});
