import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type AddressInfo,
  createServer as createRawServer,
  type Server,
  type Socket,
} from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { readProxy, requireProxy } from "../../src/config/proxy.ts";
import type { HttpRequest } from "../../src/transport/exchange.ts";
import {
  createTransport,
  type Transport,
  type TransportOptions,
} from "../../src/transport/transport.ts";
import { certified } from "./certificate.ts";

/** A server on a free port of this machine, which stops with the test. */
export interface Loopback {
  readonly port: number;
  readonly url: URL;
  /** The body of every request that arrived whole, oldest first. */
  readonly bodies: readonly string[];
  readonly requests: readonly IncomingMessage[];
  /** How many connections were made. */
  readonly connections: () => number;
}

export type Respond = (response: ServerResponse, request: IncomingMessage, count: number) => void;

/** Answers each request once its body is there; `count` is 1 for the first. */
export async function httpServer(respond: Respond, scheme = "http"): Promise<Loopback> {
  const bodies: string[] = [];
  const requests: IncomingMessage[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(request);
    void text(request).then(
      (body) => {
        bodies.push(body);
        respond(response, request, bodies.length);
      },
      () => undefined,
    );
  };
  const server = scheme === "https" ? createTlsServer(certified, listener) : createServer(listener);
  return { ...(await listening(server, scheme)), bodies, requests };
}

/** Hands out each connection as it is; counts as requests what `begin` does not. */
export async function rawServer(onConnection: (socket: Socket) => void, scheme = "http") {
  const server = createRawServer((socket) => {
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  return listening(server, scheme);
}

async function listening(server: Server, scheme: string) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const url = new URL(`${scheme}://127.0.0.1:${port}/rpc/6.0/`);
  return { port, url, connections: () => connections };
}

/** A port that was free a moment ago, where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createRawServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A transport that stops with the test, whose pauses take no time, and which tells what it did. */
export function transportFor({
  env = {},
  ...options
}: Partial<TransportOptions> & { readonly env?: Record<string, string> } = {}): Transport & {
  readonly pauses: readonly number[];
  readonly lines: readonly string[];
} {
  const pauses: number[] = [];
  const lines: string[] = [];
  const transport = createTransport({
    timeoutMs: 10_000,
    proxy: requireProxy(readProxy(env)),
    certificatesChecked: true,
    now: Date.now,
    uptime: () => performance.now(),
    random: () => 1,
    v8: process.versions.v8,
    sleep: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    trace: (line) => void lines.push(line),
    ...options,
  });
  onTestFinished(() => transport.close());
  return { ...transport, pauses, lines };
}

export function post(url: URL, fields: Partial<HttpRequest> = {}): HttpRequest {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return { url, headers, body: "{}", secrets: [], answerIsSecret: false, ...fields };
}
