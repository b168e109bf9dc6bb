import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { DatabaseFault } from "./fault.ts";

/** Stands between one run and the database, and does to its messages what it is told. */
export interface RunRelay {
  readonly port: number;
  /** Cuts what is open and lets nothing through any more. */
  readonly cut: () => void;
  /** Whether the fault came to be. */
  readonly isHit: () => boolean;
  /** Resolves when nothing is under way. */
  readonly stop: () => Promise<void>;
}

/** A message that arrives when its sender is gone does so after this. */
const lateMs = 40;

/** @param crash crashes the server at once */
export async function relayTo(
  target: { readonly host: string; readonly port: number },
  fault: DatabaseFault | null,
  crash: () => void,
): Promise<RunRelay> {
  const open = new Set<Socket>();
  const state = { messages: 0, hit: false, dead: false };
  const late: Promise<void>[] = [];
  const server = createServer((near) => {
    if (state.dead) {
      near.destroy();
      return;
    }
    const far = connect(target.port, target.host);
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    const lone = { far: false, answered: false };
    for (const socket of [near, far]) {
      open.add(socket);
      socket
        .on("error", () => undefined)
        .on("close", () => {
          open.delete(socket);
          if (!lone.far) cut();
        });
    }
    const arrivesLater = (chunk: Buffer) => {
      lone.far = true;
      near.destroy();
      late.push(
        new Promise((done) => {
          setTimeout(() => {
            far.end(chunk);
            far.once("close", () => {
              done();
            });
            if (far.destroyed) done();
          }, lateMs);
        }),
      );
    };
    near.on("data", (chunk) => {
      if (far.destroyed || lone.far) return;
      state.messages += 1;
      if (fault === null || state.hit || state.messages !== fault.message) {
        far.write(chunk);
        return;
      }
      state.hit = true;
      switch (fault.what) {
        case "message":
          cut();
          return;
        case "answer":
          lone.answered = true;
          far.write(chunk);
          return;
        case "late":
          arrivesLater(chunk);
          return;
        case "crash before":
          crash();
          far.write(chunk);
          return;
        case "crash after":
          far.write(chunk);
          setImmediate(crash);
      }
    });
    far.on("data", (chunk) => {
      // By now the server has done it.
      if (lone.answered) cut();
      else if (!near.destroyed) near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    isHit: () => state.hit,
    cut: () => {
      state.dead = true;
      for (const socket of open) socket.destroy();
    },
    stop: async () => {
      state.dead = true;
      await Promise.all(late);
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
