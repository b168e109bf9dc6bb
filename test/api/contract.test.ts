import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { Settlement } from "../../src/api/contract.ts";
import { refundLineItem } from "../../src/api/legacy/refund-lineitem.ts";
import { openRpc6 } from "../../src/api/rpc6/rpc6.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SendOptions } from "../../src/transport/exchange.ts";
import { clockAt } from "../support/clock.ts";
import { closedPort, httpServer, post, transportFor } from "../transport/loopback.ts";
import { requestOf, wholeOrder } from "./rpc6/requests.ts";
import { lineItemId } from "../support/named.ts";

/** A way to refund, seen from outside: where it asks, and what success looks like on the wire. */
interface Dialect {
  readonly name: string;
  readonly success: string;
  /** Ready to send one refund. */
  readonly prepare: (options: {
    readonly refundUrl: URL;
    readonly timeoutMs: number;
  }) => Promise<(options?: SendOptions) => Promise<Settlement>>;
}

const rpc6: Dialect = {
  name: "rpc6",
  success: '{"jsonrpc":"2.0","id":2,"result":true}',
  prepare: async ({ refundUrl, timeoutMs }) => {
    const loginServer = await httpServer((response) => response.end('{"id":1,"result":"session"}'));
    const transport = transportFor({ timeoutMs });
    // The login goes elsewhere, so that the server under test sees the refund and nothing else.
    const elsewhere = { ...transport, sendRepeatable: () => transport.send(post(loginServer.url)) };
    const secretKey = new Secret("SECRET_KEY");
    const account = { url: refundUrl, merchantCode: "AVANGATE", secretKey };
    const rpc = openRpc6({ ...account, hashAlgorithm: "sha256" }, elsewhere, clockAt(Date.now()));
    const opened = await rpc.ready();
    if (opened.tag === "failed") throw new Error(opened.failure.problem.message);
    return (options) => rpc.issueRefund(opened.value, requestOf(wholeOrder), options);
  },
};

const legacy: Dialect = {
  name: "legacy",
  success: '{"response_code":"OK","response_message":"lineitem refunded"}',
  prepare: ({ refundUrl, timeoutMs }) => {
    const transport = transportFor({ timeoutMs });
    const account = { url: refundUrl, username: "user", password: new Secret("password") };
    const refund = { lineItemId: lineItemId("1234567890"), category: 16, comment: "Out of stock" };
    return Promise.resolve((options) => refundLineItem(account, transport, refund, options));
  },
};

type Answering = (response: ServerResponse, success: string) => void;

/** What a server does, and what a refund then has come to. */
const behaviours: readonly (readonly [string, Answering, Settlement["tag"]])[] = [
  ["succeeds", (response, success) => response.end(success), "accepted"],
  ["drops the connection", (response) => response.socket?.destroy(), "unknown"],
  ["resets the connection", (response) => response.socket?.resetAndDestroy(), "unknown"],
  ["never answers", () => undefined, "unknown"],
  ["fails with 500", (response, success) => response.writeHead(500).end(success), "unknown"],
  ["fails with 502", (response) => response.writeHead(502).end("<html>"), "unknown"],
  [
    "is unavailable",
    (response) => response.writeHead(503, { "retry-after": "0" }).end(),
    "unknown",
  ],
  ["times out at its gateway", (response) => response.writeHead(504).end(), "unknown"],
  [
    "is asked too often",
    (response) => response.writeHead(429, { "retry-after": "0" }).end(),
    "nothing-done",
  ],
  [
    "redirects",
    (response, success) => response.writeHead(302, { location: "/x" }).end(success),
    "unknown",
  ],
  [
    "redirects for good",
    (response) => response.writeHead(308, { location: "/x" }).end(),
    "unknown",
  ],
  ["shows a page", (response) => response.end("<html>Soon back</html>"), "unknown"],
  [
    "shows a page at 403",
    (response) => response.writeHead(403).end("<html>Blocked</html>"),
    "unknown",
  ],
  [
    "shows a page at 404",
    (response) => response.writeHead(404).end("<html>Not found</html>"),
    "unknown",
  ],
  ["says nothing", (response) => response.end(), "unknown"],
  ["says nothing at 204", (response) => response.writeHead(204).end(), "unknown"],
  ["says null", (response) => response.end("null"), "unknown"],
  ["says something else", (response) => response.end('{"status":"fine"}'), "unknown"],
  [
    "cuts the answer within its length",
    (response, success) => {
      response.writeHead(200, { "content-length": success.length });
      response.write(success.slice(0, -5), () => response.socket?.destroy());
    },
    "unknown",
  ],
  [
    "cuts the answer and calls it whole",
    (response, success) => response.end(success.slice(0, -5)),
    "unknown",
  ],
  [
    "sends more than can be read",
    (response, success) => {
      response.end(success + " ".repeat(10 * 1024 * 1024));
    },
    "unknown",
  ],
];

describe.each([rpc6, legacy])("a refund through $name", ({ success, prepare }) => {
  test.each(behaviours)(
    "from a server that %s is sent once and told truly",
    async (_, answer, tag) => {
      const server = await httpServer((response) => {
        answer(response, success);
      });
      const send = await prepare({ refundUrl: server.url, timeoutMs: 500 });
      const settlement = await send();
      expect(settlement.tag).toBe(tag);
      expect(server.bodies).toHaveLength(1);
      if (settlement.tag === "unknown") expect(settlement.problem.code).toBe("answer-lost");
    },
  );

  test("to a port where nobody listens is not sent", async () => {
    const refundUrl = new URL(`http://127.0.0.1:${await closedPort()}/`);
    const send = await prepare({ refundUrl, timeoutMs: 5_000 });
    expect(await send()).toMatchObject({ tag: "not-sent", problem: { code: "unreachable" } });
  });

  test("to a server whose certificate nobody vouches for is not sent", async () => {
    const server = await httpServer((response) => response.end(success), "https");
    const send = await prepare({ refundUrl: server.url, timeoutMs: 5_000 });
    expect(await send()).toMatchObject({ tag: "not-sent", problem: { code: "unreachable" } });
    expect(server.bodies).toEqual([]);
  });

  test("is not sent once its time to start has passed, or after it was given up", async () => {
    const server = await httpServer((response) => response.end(success));
    const send = await prepare({ refundUrl: server.url, timeoutMs: 5_000 });
    expect(await send({ startBy: { wall: 0, uptime: 0 } })).toMatchObject({ tag: "not-sent" });
    expect(await send({ signal: AbortSignal.abort() })).toMatchObject({ tag: "not-sent" });
    expect(server.bodies).toEqual([]);
  });

  test("that is given up while its answer is awaited is unknown", async () => {
    const giveUp = new AbortController();
    const server = await httpServer(() => {
      giveUp.abort();
    });
    const send = await prepare({ refundUrl: server.url, timeoutMs: 5_000 });
    expect(await send({ signal: giveUp.signal })).toMatchObject({ tag: "unknown" });
    expect(server.bodies).toHaveLength(1);
  });
});
