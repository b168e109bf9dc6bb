import type { ServerResponse } from "node:http";
import type { SandboxOptions } from "../../src/sandbox/server.ts";
import { httpServer } from "../transport/loopback.ts";
import type { MachineOptions } from "./context.ts";
import { type Shop, shopFor } from "./sandbox.ts";

/** An answer to a refund, whatever 2Checkout did with the request. */
export interface Reply {
  /** Whether the stand-in is given the request first. */
  readonly executed: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What stands behind the id of an answer, or a whole body; null breaks the connection. */
  readonly body: string | null;
}

/**
 * A shop whose refunds are answered from a script, and by the stand-in itself once that is over. All other
 * calls are the stand-in's own, an order changed as the test wants it.
 */
export async function scriptedShop(
  script: readonly Reply[],
  {
    order = (result) => result,
    ...options
  }: SandboxOptions & { readonly order?: (result: object) => object } = {},
  machineOptions: MachineOptions = {},
): Promise<Shop> {
  const shop = await shopFor(options, machineOptions);
  const { sandbox } = shop;
  const replies = [...script];
  const answer = async (response: ServerResponse, body: string): Promise<void> => {
    const { id, method } = JSON.parse(body) as { readonly id: number; readonly method: string };
    const reply = method === "issueRefund" ? replies.shift() : undefined;
    if (reply !== undefined) {
      if (reply.executed) await passOn(sandbox.rpcUrl, body);
      if (reply.body === null) response.socket?.destroy();
      else
        response
          .writeHead(reply.status ?? 200, reply.headers)
          .end(reply.body.replace("{id}", `"id":${id}`));
      return;
    }
    const own = await passOn(sandbox.rpcUrl, body);
    if (method !== "getOrder") {
      response.end(own);
      return;
    }
    const { result, ...rest } = JSON.parse(own) as { readonly result: object };
    response.end(JSON.stringify({ ...rest, result: order(result) }));
  };
  const server = await httpServer((response, _request, count) => {
    void answer(response, server.bodies[count - 1] ?? "");
  });
  shop.machine.env["REFUND_RPC_URL"] = server.url.href;
  return shop;
}

async function passOn(url: string, body: string): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return answer.text();
}
