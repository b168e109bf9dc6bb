import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { Delivery, HttpRequest } from "./http.ts";

/** A server that listens. */
export interface Host {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly origin: string;
  /** Ends every connection, also those still waiting for an answer, and frees the port. */
  close: () => Promise<void>;
}

/** Listens on 127.0.0.1; port 0 is a free one. Rejects when the port is taken. */
export async function serve(
  port: number,
  tls: { readonly key: string; readonly cert: string } | null,
  listener: RequestListener,
): Promise<Host> {
  const server = tls === null ? createServer(listener) : createTlsServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const ownPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    origin: `${tls === null ? "http" : "https"}://127.0.0.1:${ownPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The whole request, or null when the client left before it was complete. */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest | null> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const { pathname: path, search } = new URL(incoming.url ?? "/", "http://127.0.0.1");
  try {
    const verb = incoming.method ?? "GET";
    return { verb, path, query: search.slice(1), headers, body: await text(incoming) };
  } catch {
    return null;
  }
}

/** Answers, or leaves the client without an answer. `now` (ms) is the time for the `Date` header. */
export function deliver(delivery: Delivery, outgoing: ServerResponse, now: number): void {
  switch (delivery.how) {
    case "hang":
      return;
    case "drop":
      outgoing.socket?.destroy();
      return;
    case "send":
    case "truncated": {
      const { status, headers, body } = delivery.response;
      const bytes = Buffer.from(body);
      outgoing.sendDate = false;
      outgoing.setHeader("date", new Date(now).toUTCString());
      outgoing.writeHead(status, { ...headers, "content-length": bytes.length });
      if (delivery.how === "send") outgoing.end(bytes);
      else outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.socket?.destroy());
    }
  }
}
