import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { CancelCall, Heard, Look, MoneyCall } from "./calls.ts";
import { createAnswering } from "./answering.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import type { Shop } from "./rpc-service.ts";
import type { Wire } from "./sayings.ts";
import { isDead, type Visit } from "./visit.ts";

/** Both APIs of a simulated 2Checkout on a loopback port, written from the vendor's pages alone. */
export interface Service {
  /** The variables by which the program finds it; each run has a path of its own. */
  readonly environment: (visit: Visit) => Record<string, string>;
  readonly visits: (visit: Visit) => void;
  readonly calls: () => readonly MoneyCall[];
  readonly cancels: () => readonly CancelCall[];
  readonly looks: () => readonly Look[];
  /** Breaks every connection of a run that is dead. */
  readonly hangUp: (visit: Visit) => void;
  readonly stop: () => Promise<void>;
}

export async function startService(
  shop: Shop,
  openOn: (number: string) => readonly RecordedAttempt[],
): Promise<Service> {
  const heard: Heard = { calls: [], cancels: [], looks: [] };
  const visits = new Map<number, Visit>();
  const sockets = new Map<number, Set<Socket>>();
  const answer = createAnswering(shop, openOn, heard);
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const [, id = "", api = "", ...rest] = (request.url ?? "").split("/");
    const visit = visits.get(Number(id));
    const { socket } = request;
    if (visit === undefined || visit.dead) {
      socket.destroy();
      return;
    }
    let known = sockets.get(visit.id);
    if (known === undefined) sockets.set(visit.id, (known = new Set()));
    known.add(socket);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    visit.requests += 1;
    const { death } = visit;
    const dies = (tag: "before a request" | "after a request") =>
      death?.tag === tag && death.count === visit.requests;
    if (dies("before a request")) visit.die();
    if (isDead(visit)) {
      socket.destroy();
      return;
    }
    if (visit.delayMs > 0) await wait(visit.delayMs);
    const body = Buffer.concat(chunks).toString("utf8");
    const wire = answer(visit, api, rest.join("/"), body, request.headers.authorization ?? "");
    if (dies("after a request")) visit.die();
    if (visit.delayMs > 0) await wait(visit.delayMs);
    if (isDead(visit)) socket.destroy();
    else write(response, socket, wire.wire, wire.id, shop.habits.closes || visit.closes);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: ({ id }) => ({
      REFUND_RPC_URL: `http://localhost:${port}/${id}/rpc/`,
      REFUND_LEGACY_URL: `http://localhost:${port}/${id}/api/`,
    }),
    visits: (visit) => void visits.set(visit.id, visit),
    calls: () => heard.calls,
    cancels: () => heard.cancels,
    looks: () => heard.looks,
    hangUp: ({ id }) => {
      for (const socket of sockets.get(id) ?? []) socket.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function write(
  response: ServerResponse,
  socket: Socket,
  wire: Wire,
  id: unknown,
  closes: boolean,
): void {
  switch (wire.tag) {
    case "dropped":
      socket.destroy();
      return;
    case "hangs":
      return;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": "60" });
      response.write('{"jsonrpc":"2.0","resu');
      setImmediate(() => socket.destroy());
      return;
    case "body":
      response.writeHead(wire.status, {
        "content-type": "application/json",
        ...(wire.status === 302 ? { location: "https://example.invalid/" } : {}),
        ...(closes ? { connection: "close" } : {}),
      });
      response.end(wire.body(id));
  }
}
