import { Socket } from "node:net";

/** A server that is well answers in much less. */
const momentMs = 2_000;

interface Sockets {
  readonly open: () => Socket;
  /** Nobody opens any more. */
  readonly release: () => void;
}

/**
 * Sockets that are cut a moment after nobody waits for answers any more, as is every one that is opened later.
 * Without that, each step of a run's end would wait for a server that is silent.
 */
export function socketsUntil(givenUp: AbortSignal | null): Sockets {
  const opened = new Set<Socket>();
  let isOver = false;
  const cut = (socket: Socket) => {
    socket.destroy(new Error("this run no longer waits for the database"));
  };
  const cutAll = () => {
    isOver = true;
    for (const socket of opened) cut(socket);
  };
  const cutSoon = () => {
    // A run that needs none of them by then ends without it.
    setTimeout(cutAll, momentMs).unref();
  };
  if (givenUp?.aborted === true) cutSoon();
  givenUp?.addEventListener("abort", cutSoon);
  return {
    open: () => {
      const socket = new Socket();
      opened.add(socket);
      socket.once("close", () => opened.delete(socket));
      if (isOver) {
        // By then, whoever opens it listens.
        queueMicrotask(() => {
          cut(socket);
        });
      }
      return socket;
    },
    release: () => {
      givenUp?.removeEventListener("abort", cutSoon);
    },
  };
}
