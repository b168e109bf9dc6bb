import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { type Shop, shopFor } from "./sandbox.ts";

/** A recorded or served order, as it goes over the wire. */
export type WireOrder = Record<string, unknown> & {
  GrossDiscountedPrice: number;
  ApproveStatus: string;
  ChargebackResolution: string;
  readonly BillingDetails: { Email: string };
  readonly Items: readonly {
    readonly Code: string;
    readonly Price: { GrossDiscountedPrice: number; UnitGrossDiscountedPrice: number };
  }[];
};

/** Stands between a machine and the stand-in, and has what orders read like and what connections are good for. */
export interface Relay {
  /** From now on every order is changed so before it is answered. */
  readonly orders: (change: (order: WireOrder) => void) => void;
  /** Drops all connections as a firewall does: nobody is told, and the next request on one is lost. */
  readonly forgetConnections: () => void;
  readonly connections: () => number;
}

/** The same as `shopFor`, with a relay in between for the RPC 6.0 API. */
export async function relayedShop(
  ...options: Parameters<typeof shopFor>
): Promise<Shop & { readonly relay: Relay }> {
  const shop = await shopFor(...options);
  const forgotten = new WeakSet<Socket>();
  const open = new Set<Socket>();
  let connections = 0;
  let change: (order: WireOrder) => void = () => undefined;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (forgotten.has(request.socket)) {
      request.socket.resetAndDestroy();
      return;
    }
    void text(request).then(async (body) => {
      const answer = await fetch(shop.sandbox.rpcUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      const reply = (await answer.json()) as { result?: WireOrder };
      const { method } = JSON.parse(body) as { readonly method: string };
      if (method === "getOrder" && reply.result !== undefined) change(reply.result);
      response.setHeader("keep-alive", "timeout=600").end(JSON.stringify(reply));
    });
  });
  server.on("connection", (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  shop.machine.env["REFUND_RPC_URL"] = `http://127.0.0.1:${port}/rpc/6.0/`;
  return {
    ...shop,
    relay: {
      orders: (changing) => {
        change = changing;
      },
      forgetConnections: () => {
        for (const socket of open) forgotten.add(socket);
      },
      connections: () => connections,
    },
  };
}
