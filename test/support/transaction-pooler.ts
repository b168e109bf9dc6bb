import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { ServerPlace } from "../../src/journal-place.ts";

/** Stands between programs and a database, and gives each transaction another connection. */
export interface TransactionPooler {
  readonly place: ServerPlace;
  /** How many transactions each of its connections has had. */
  readonly transactions: () => readonly number[];
}

/** The part of a message that says its kind, and how long the rest is. */
const headLength = 5;

const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const authenticated = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);

interface Backend {
  readonly socket: Duplex;
  transactions: number;
  busy: boolean;
}

/** As poolers do in transaction mode; it lets everybody in, because it has logged in itself. */
export async function poolerFor(place: ServerPlace, connections = 6): Promise<TransactionPooler> {
  const { host, port, user, database, password } = place;
  const backends: Backend[] = [];
  for (let n = 0; n < connections; n++) {
    const client = new pg.Client({ host, port, user, database, password: password?.reveal() });
    // When it goes, so does the test.
    client.on("error", () => undefined);
    await client.connect();
    const { stream } = client.connection;
    // From here on it is the pooler that speaks.
    stream.removeAllListeners("data");
    backends.push({ socket: stream, transactions: 0, busy: false });
  }
  let turn = 0;
  const waiting: ((backend: Backend) => void)[] = [];
  const take = (): Promise<Backend> => {
    for (let n = 0; n < backends.length; n++) {
      const backend = backends[turn++ % backends.length];
      if (backend !== undefined && !backend.busy) {
        backend.busy = true;
        return Promise.resolve(backend);
      }
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (backend: Backend) => {
    backend.transactions++;
    const next = waiting.shift();
    if (next === undefined) backend.busy = false;
    else next(backend);
  };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    open.add(near);
    let started = false;
    let backend: Promise<Backend> | null = null;
    near.on("error", () => near.destroy());
    near.on("data", (chunk) => {
      if (!started) {
        started = true;
        near.write(Buffer.concat([authenticated, ready]));
        return;
      }
      // It says good-bye; the connection behind stays.
      if (chunk[0] === 0x58) return;
      backend ??= take().then((taken) => {
        answers(taken, near, () => {
          backend = null;
          giveBack(taken);
        });
        return taken;
      });
      void backend.then(({ socket }) => socket.write(chunk));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    for (const { socket } of backends) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address() as AddressInfo;
  return {
    place: { ...place, port: address.port },
    transactions: () => backends.map(({ transactions }) => transactions),
  };
}

/** Passes answers on until the server says that no transaction is open. */
function answers({ socket }: Backend, near: Socket, idle: () => void): void {
  let rest = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    let isIdle = false;
    while (rest.length >= headLength) {
      const length = 1 + rest.readUInt32BE(1);
      if (rest.length < length) break;
      isIdle = rest[0] === 0x5a && rest[headLength] === 0x49;
      near.write(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    if (!isIdle) return;
    socket.off("data", read);
    idle();
  };
  socket.on("data", read);
}
