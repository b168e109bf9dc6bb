import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { ServerPlace } from "../../src/journal-place.ts";

/** Stands between a program and its database, and loses what it is told to lose. */
export interface DatabaseRelay {
  /** The database, by way of the relay. */
  readonly place: ServerPlace;
  /** The next message that holds these words gets there, and its answer is lost with the connection. */
  readonly loseAnswerTo: (words: string) => void;
  /** The next message that holds these words is lost with the connection. */
  readonly loseMessage: (words: string) => void;
  /** Called before the next message that holds these words is passed on. */
  readonly whenSent: (words: string, then: () => void) => void;
  /** From the next message that holds these words on, nothing gets through, and nothing is cut. */
  readonly goSilentAt: (words: string) => void;
  /** Whether anything gets through at all; what is open is cut. */
  readonly reachable: (isReachable: boolean) => void;
  /** How many messages were sent, each of which waits for an answer. */
  readonly messages: () => number;
  /** The message of this number, counted from 1, is lost with the connection; or only its answer is. */
  readonly cutAt: (message: number, what: "message" | "answer") => void;
}

export async function relayTo(place: ServerPlace): Promise<DatabaseRelay> {
  const open = new Set<Socket>();
  let reachable = true;
  let messages = 0;
  let losing: { readonly words: string; readonly forward: boolean } | null = null;
  let cutting: { readonly message: number; readonly what: "message" | "answer" } | null = null;
  let silence: { readonly words: string; isOn: boolean } | null = null;
  let awaited: { readonly words: string; readonly then: () => void } | null = null;
  const server = createServer((near) => {
    if (!reachable) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(place.port, place.host);
    let isAnswerLost = false;
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", cut).on("close", cut);
    }
    near.on("data", (chunk) => {
      messages++;
      if (awaited !== null && chunk.includes(awaited.words)) {
        const { then } = awaited;
        awaited = null;
        then();
      }
      if (silence !== null && chunk.includes(silence.words)) silence.isOn = true;
      if (far.destroyed || silence?.isOn === true) return;
      const named = losing !== null && chunk.includes(losing.words) ? losing : null;
      const numbered =
        cutting?.message === messages ? { forward: cutting.what === "answer" } : null;
      const hit = named ?? numbered;
      if (hit === null) {
        far.write(chunk);
        return;
      }
      losing = null;
      if (!hit.forward) {
        cut();
        return;
      }
      isAnswerLost = true;
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      // By now the server has done it.
      if (isAnswerLost) cut();
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    place: { ...place, host: "127.0.0.1", port },
    loseAnswerTo: (words) => {
      losing = { words, forward: true };
    },
    loseMessage: (words) => {
      losing = { words, forward: false };
    },
    goSilentAt: (words) => {
      silence = { words, isOn: false };
    },
    whenSent: (words, then) => {
      awaited = { words, then };
    },
    reachable: (isReachable) => {
      reachable = isReachable;
      if (!isReachable) for (const socket of open) socket.destroy();
    },
    messages: () => messages,
    cutAt: (message, what) => {
      cutting = { message, what };
    },
  };
}
