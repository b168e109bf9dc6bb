import { connect, createServer, type Socket } from "node:net";

/** A tunnel on loopback to `port` that behaves as if the other end were `roundTripMs` away. */
export interface FarAway {
  readonly port: number;
  readonly close: () => void;
}

/** Connection set-up costs a round trip, and whatever is sent takes half of one, either way. */
export async function farAway(port: number, roundTripMs: number): Promise<FarAway> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    // Loopback connects at once. A client that was really far away could send nothing before this, busy or not.
    const connected = performance.now() + roundTripMs;
    const setUp = () => Math.max(0, connected - performance.now());
    forward(near, far, () => setUp() + roundTripMs / 2);
    forward(far, near, () => roundTripMs / 2);
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port was asked for");
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function forward(from: Socket, to: Socket, delayMs: () => number): void {
  const later = (work: () => void) => setTimeout(work, delayMs());
  from.on("data", (chunk: Buffer) => later(() => to.writable && to.write(chunk)));
  from.on("end", () => later(() => to.end()));
}
