import { getEventListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Dispatcher } from "undici";
import { sendOnce } from "../../src/transport/send.ts";
import { clockAt } from "../support/clock.ts";
import { closedPort, httpServer, post, rawServer, transportFor } from "./loopback.ts";

const body = '{"jsonrpc":"2.0","id":1,"method":"issueRefund","params":[]}';

test("a whole answer is a response, with its status, headers and body", async () => {
  const server = await httpServer((response) => {
    response.writeHead(404, { "X-One": "1", "Set-Cookie": ["a", "b"] }).end("grüß");
  });
  const answer = await transportFor().send(post(server.url, { body }));
  expect(answer).toMatchObject({ tag: "response", status: 404, body: "grüß" });
  expect(answer).toHaveProperty("headers.x-one", "1");
  expect(answer).toHaveProperty("headers.set-cookie", "a, b");
});

test("the request arrives as it was given: method, path, query, headers and body", async () => {
  const server = await httpServer((response) => response.end());
  const url = new URL("?q=1", server.url);
  await transportFor().send(post(url, { body, headers: { "x-two": "2" } }));
  const [seen] = server.requests;
  expect(seen).toMatchObject({ method: "POST", url: "/rpc/6.0/?q=1", headers: { "x-two": "2" } });
  expect(server.bodies).toEqual([body]);
});

test.each([301, 302, 307, 308])(
  "a redirect with %i is a response and is not followed",
  async (status) => {
    const elsewhere = await httpServer((response) => response.end());
    const server = await httpServer((response) => {
      response.writeHead(status, { location: elsewhere.url.href }).end();
    });
    expect(await transportFor().send(post(server.url))).toMatchObject({ tag: "response", status });
    expect(elsewhere.connections()).toBe(0);
  },
);

test.each([200, 429, 500, 503])(
  "HTTP %i is a response, and send asks only once",
  async (status) => {
    const server = await httpServer((response) => {
      response.writeHead(status, { "retry-after": "0" }).end();
    });
    expect(await transportFor().send(post(server.url))).toMatchObject({ tag: "response", status });
    expect(server.bodies).toHaveLength(1);
  },
);

const lost: readonly (readonly [string, string, string])[] = [
  ["the connection ends without an answer", "", "cut"],
  [
    "the answer ends before its length",
    "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    "cut",
  ],
  ["the headers end in the middle", "HTTP/1.1 200 OK\r\nContent-", "cut"],
  [
    "a chunked answer has no last chunk",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntrue\r\n",
    "cut",
  ],
  ["what answers does not speak HTTP", "220 mail.example ESMTP\r\n", "cut"],
  [
    "the answer switches protocols",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "cut",
  ],
];

test.each(lost)("when %s, it is unknown, and nothing is sent again", async (_, answer, kind) => {
  let requests = 0;
  const server = await rawServer((socket) => {
    socket.on("data", () => {
      requests++;
      socket.end(answer);
    });
  });
  expect(await transportFor().send(post(server.url, { body }))).toMatchObject({
    tag: "unknown",
    fault: { kind },
  });
  expect(requests).toBe(1);
});

test("when the connection is reset after the request, it is unknown", async () => {
  const server = await rawServer((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
  });
  expect(await transportFor().send(post(server.url))).toMatchObject({
    tag: "unknown",
    fault: { kind: "cut" },
  });
  expect(server.connections()).toBe(1);
});

test("when no answer comes in time, it is unknown", async () => {
  const server = await httpServer(() => undefined);
  expect(await transportFor({ timeoutMs: 150 }).send(post(server.url))).toEqual({
    tag: "unknown",
    fault: { kind: "answer-timeout", detail: "no answer within 0.15 s" },
  });
  expect(server.bodies).toHaveLength(1);
});

test("the time-out bounds the whole answer, also one that trickles in", async () => {
  const server = await httpServer((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 20);
    response.on("close", () => {
      clearInterval(timer);
    });
  });
  expect(await transportFor({ timeoutMs: 200 }).send(post(server.url))).toMatchObject({
    tag: "unknown",
    fault: { kind: "answer-timeout" },
  });
});

test("an answer of more than 10 MB is unknown, and one of 10 MB is read", async () => {
  const limit = 10 * 1024 * 1024;
  const server = await httpServer((response, _, count) => {
    response.end(Buffer.alloc(count === 1 ? limit : limit + 1, " "));
  });
  const transport = transportFor();
  expect(await transport.send(post(server.url))).toMatchObject({ tag: "response" });
  expect(await transport.send(post(server.url))).toEqual({
    tag: "unknown",
    fault: { kind: "too-large", detail: "the answer is larger than 10 MB" },
  });
});

test.each([
  ["the wall clock", { wall: 1_000, uptime: 60 }, { wall: 1_001, uptime: 60 }],
  ["the clock that counts sleep", { wall: 2_000, uptime: 50 }, { wall: 2_000, uptime: 51 }],
])("a request whose time to start has passed by %s alone is not sent", async (_, past, last) => {
  const server = await httpServer((response) => response.end());
  const transport = transportFor({ now: () => 1_001, uptime: () => 51 });
  expect(await transport.send(post(server.url), { startBy: past })).toEqual({
    tag: "not-sent",
    fault: { kind: "send-by-passed", detail: "too late to start sending" },
  });
  expect(await transport.send(post(server.url), { startBy: last })).toMatchObject({
    tag: "response",
  });
  expect(server.bodies).toHaveLength(1);
});

/** What undici does once it may write a request: it asks, and writes unless it was told to stop. */
function startingTwice(): { readonly writes: () => number } & Pick<Dispatcher, "dispatch"> {
  let writes = 0;
  return {
    writes: () => writes,
    dispatch: (_options, handler) => {
      const broken = new Error("other side closed");
      for (let start = 0; start < 2; start++) {
        const stops: Error[] = [];
        const abort = (reason: Error) => void stops.push(reason);
        const controller = { abort } as Dispatcher.DispatchController;
        handler.onRequestStart?.(controller, {});
        const [reason] = stops;
        if (reason === undefined) writes++;
        else handler.onResponseError?.(controller, reason);
      }
      handler.onResponseError?.({} as Dispatcher.DispatchController, broken);
      return true;
    },
  };
}

test("a request that undici starts a second time is written once, and is unknown", async () => {
  const dispatcher = startingTwice();
  const limits = { timeoutMs: 5_000, clocks: clockAt(0) };
  const url = new URL("http://127.0.0.1:1/");
  expect(await sendOnce(dispatcher, post(url), limits)).toMatchObject({
    tag: "unknown",
    fault: { kind: "cut" },
  });
  expect(dispatcher.writes()).toBe(1);
});

test("a request that is given up before it starts is not sent", async () => {
  const server = await httpServer((response) => response.end());
  const answer = await transportFor().send(post(server.url), { signal: AbortSignal.abort() });
  expect(answer).toEqual({
    tag: "not-sent",
    fault: { kind: "interrupted", detail: "stopped by the user" },
  });
  expect(server.connections()).toBe(0);
});

test("a request that is given up while its connection is made is not sent, also not later", async () => {
  const server = await httpServer((response) => response.end());
  const giveUp = new AbortController();
  const transport = transportFor();
  const sending = transport.send(post(server.url), { signal: giveUp.signal });
  giveUp.abort();
  expect(await sending).toMatchObject({ tag: "not-sent", fault: { kind: "interrupted" } });
  expect(await transport.send(post(server.url, { body: "later" }))).toMatchObject({
    tag: "response",
  });
  expect(server.bodies).toEqual(["later"]);
});

test("a request that is given up after it was sent is unknown", async () => {
  const giveUp = new AbortController();
  const server = await httpServer(() => {
    giveUp.abort();
  });
  expect(await transportFor().send(post(server.url), { signal: giveUp.signal })).toMatchObject({
    tag: "unknown",
    fault: { kind: "interrupted" },
  });
  expect(server.bodies).toHaveLength(1);
});

test("a signal that outlasts its requests is rid of them", async () => {
  const lasting = new AbortController().signal;
  const listening = () => getEventListeners(lasting, "abort").length;
  let whileAnswered = 0;
  const server = await httpServer((response) => {
    whileAnswered = listening();
    response.end("{}");
  });
  const nobody = new URL(`http://127.0.0.1:${await closedPort()}/`);
  for (const [url, tag] of [
    [server.url, "response"],
    [nobody, "not-sent"],
  ] as const) {
    expect(await transportFor().send(post(url), { signal: lasting })).toMatchObject({ tag });
    expect(listening()).toBe(0);
  }
  expect(whileAnswered).toBe(1);
});

test("a connection is used again, also in the same turn", async () => {
  const server = await httpServer((response) => response.end("{}"));
  const transport = transportFor();
  for (let call = 0; call < 3; call++) {
    await transport.send(post(server.url));
  }
  expect([server.connections(), server.bodies.length]).toEqual([1, 3]);
});

test("a kept connection that breaks under a request makes it unknown, and it is not sent again", async () => {
  const server = await httpServer((response, _, count) => {
    if (count === 1) response.end("{}");
    else response.socket?.resetAndDestroy();
  });
  const transport = transportFor();
  await transport.send(post(server.url));
  await nextTurn();
  expect(await transport.send(post(server.url))).toMatchObject({ tag: "unknown" });
  expect([server.connections(), server.bodies.length]).toEqual([1, 2]);
});

describe("a connection that was kept", () => {
  /** Promises to keep connections for ten minutes. */
  const patient = () =>
    httpServer((response) => {
      response.setHeader("keep-alive", "timeout=600").end("{}");
    });

  test.each([
    ["is used again within 3 s", 3_000, 1],
    ["is replaced after that, whatever its server promised", 3_100, 2],
  ])("%s", async (_, idle, connections) => {
    const server = await patient();
    const clock = clockAt(0);
    const transport = transportFor({ now: clock.now, uptime: clock.uptime });
    await transport.send(post(server.url));
    await nextTurn();
    clock.set(-3_600_000);
    clock.advance(idle - 10);
    expect(await transport.send(post(server.url))).toMatchObject({ tag: "response" });
    expect([server.connections(), server.bodies.length]).toEqual([connections, 2]);
  });

  test("is distinguished from the others, which each have their own time", async () => {
    const server = await patient();
    const clock = clockAt(0);
    const transport = transportFor({ now: clock.now, uptime: clock.uptime, connections: 2 });
    const both = () =>
      Promise.all([transport.send(post(server.url)), transport.send(post(server.url))]);
    await both();
    clock.advance(2_000);
    await transport.send(post(server.url));
    clock.advance(2_000);
    // The other was last used four seconds ago by now.
    await both();
    expect([server.connections(), server.bodies.length]).toEqual([3, 5]);
  });

  test("is not used again where the process may have slept while its answer lay there", async () => {
    let release = () => undefined as unknown;
    const server = await httpServer((response, _, count) => {
      response.setHeader("keep-alive", "timeout=600");
      if (count === 1) release = () => response.end("{}");
      else response.end("{}");
    });
    const clock = clockAt(0);
    const transport = transportFor({ now: clock.now, uptime: clock.uptime });
    const slow = transport.send(post(server.url));
    await expect.poll(() => server.bodies.length).toBe(1);
    clock.advance(10_000);
    release();
    await slow;
    await transport.send(post(server.url));
    expect([server.connections(), server.bodies.length]).toEqual([2, 2]);
  });
});

test("more requests than connections wait for one", async () => {
  const server = await httpServer((response) => {
    setTimeout(() => response.end("{}"), 20);
  });
  const transport = transportFor({ connections: 2 });
  const sent = Array.from({ length: 6 }, () => transport.send(post(server.url)));
  for (const answer of await Promise.all(sent)) expect(answer).toMatchObject({ tag: "response" });
  expect([server.connections(), server.bodies.length]).toEqual([2, 6]);
});

test("after closing, nothing is sent any more", async () => {
  const transport = transportFor();
  await transport.close();
  const port = await closedPort();
  const answer = await transport.send(post(new URL(`http://127.0.0.1:${port}/`)));
  expect(answer).toMatchObject({ tag: "not-sent", fault: { kind: "other" } });
});

test("closing while an answer is awaited makes that request unknown", async () => {
  const transport = transportFor();
  const server = await httpServer(() => void transport.close());
  expect(await transport.send(post(server.url))).toMatchObject({ tag: "unknown" });
});
