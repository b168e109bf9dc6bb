import { describe, expect, test } from "vitest";
import type { Answer, NetworkFaultKind } from "../../src/transport/exchange.ts";
import { pauseBeforeRetry, retryAfterMs } from "../../src/transport/retry.ts";
import { closedPort, httpServer, post, type Respond, transportFor } from "./loopback.ts";

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const most = () => 1;

function response(status: number, headers: Record<string, string> = {}): Answer {
  return { tag: "response", status, headers, body: "" };
}

function fault(tag: "not-sent" | "unknown", kind: NetworkFaultKind): Answer {
  return { tag, fault: { kind, detail: "" } };
}

describe("a call that moves no money", () => {
  test.each([
    ["an unreachable host", fault("not-sent", "refused")],
    ["an unknown name", fault("not-sent", "name-lookup")],
    ["a slow connection", fault("not-sent", "connect-timeout")],
    ["a cut answer", fault("unknown", "cut")],
    ["HTTP 429", response(429)],
    ["HTTP 500", response(500)],
    ["HTTP 503", response(503)],
  ])("is made again after %s", (_, answer) => {
    expect(pauseBeforeRetry(answer, 1, now, most)).toBe(300);
  });

  test.each([
    ["an answer", response(200)],
    ["a redirect", response(302)],
    ["HTTP 404", response(404)],
    ["a certificate that is not trusted", fault("not-sent", "tls")],
    ["a proxy that refuses", fault("not-sent", "proxy")],
    ["being stopped before it was sent", fault("not-sent", "interrupted")],
    ["being stopped afterwards", fault("unknown", "interrupted")],
    ["a time-out that was waited out", fault("unknown", "answer-timeout")],
    ["an answer that is too large", fault("unknown", "too-large")],
  ])("is not made again after %s", (_, answer) => {
    expect(pauseBeforeRetry(answer, 1, now, most)).toBeNull();
  });

  test("is made three times in all, after pauses that double and that chance halves at most", () => {
    const pauses = (random: number) =>
      [1, 2, 3].map((tried) => pauseBeforeRetry(response(500), tried, now, () => random));
    expect(pauses(1)).toEqual([300, 600, null]);
    expect(pauses(0)).toEqual([150, 300, null]);
  });

  test.each([
    ["2", 2_000],
    ["0", 300],
    ["10", 10_000],
    ["11", null],
    ["3600", null],
    ["Sat, 21 Nov 2026 12:00:05 GMT", 5_000],
    ["Sat, 21 Nov 2026 11:00:00 GMT", 300],
    ["Sat, 21 Nov 2026 13:00:00 GMT", null],
    ["soon", 300],
  ])("waits as Retry-After: %s asks, unless that is too long", (header, pause) => {
    const answer = response(503, { "retry-after": header });
    expect(pauseBeforeRetry(answer, 1, now, most)).toBe(pause);
  });
});

test.each([
  ["120", 120_000],
  [" 2 ", 2_000],
  ["Sat, 21 Nov 2026 12:00:05 GMT", 5_000],
  ["Sat, 21 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  [undefined, null],
])("Retry-After: %s is read", (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});

test("a repeatable call ends with the first answer that stands", async () => {
  const server = await httpServer((answer, _, count) => {
    answer.writeHead(count < 3 ? 503 : 200).end(String(count));
  });
  const transport = transportFor();
  expect(await transport.sendRepeatable(post(server.url))).toMatchObject({
    status: 200,
    body: "3",
  });
  expect(transport.pauses).toEqual([300, 600]);
});

const drop: Respond = (answer) => answer.socket?.destroy();
const busy: Respond = (answer) => answer.writeHead(429, { "retry-after": "2" }).end();
const never: Respond = () => undefined;
const found: Respond = (answer) => answer.writeHead(302, { location: "/elsewhere" }).end();

test.each([
  ["a server that drops every request", drop, 3, [300, 600], "unknown"],
  ["a server that is always busy", busy, 3, [2_000, 2_000], "response"],
  ["a server that never answers", never, 1, [], "unknown"],
  ["a server that redirects", found, 1, [], "response"],
] as const)("%s is asked a bounded number of times", async (_, respond, times, pauses, tag) => {
  const server = await httpServer(respond);
  const transport = transportFor({ timeoutMs: 300 });
  expect(await transport.sendRepeatable(post(server.url))).toMatchObject({ tag });
  expect(server.bodies).toHaveLength(times);
  expect(transport.pauses).toEqual(pauses);
});

test("an unreachable host is tried three times", async () => {
  const transport = transportFor();
  const url = new URL(`http://127.0.0.1:${await closedPort()}/`);
  expect(await transport.sendRepeatable(post(url))).toMatchObject({ tag: "not-sent" });
  expect(transport.pauses).toEqual([300, 600]);
});

test.each([
  ["drops it", drop],
  ["is busy", busy],
  ["redirects", found],
])("send asks a server that %s exactly once", async (_, respond) => {
  const server = await httpServer(respond);
  const transport = transportFor();
  await transport.send(post(server.url));
  expect(server.bodies).toHaveLength(1);
  expect(transport.pauses).toEqual([]);
});
