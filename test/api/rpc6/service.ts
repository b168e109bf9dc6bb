import type { ServerResponse } from "node:http";
import { openRpc6, type Rpc6 } from "../../../src/api/rpc6/rpc6.ts";
import { Secret } from "../../../src/domain/secret.ts";
import recent from "../../fixture/order-rest6-2022.json" with { type: "json" };
import { httpServer, transportFor } from "../../transport/loopback.ts";
import { orderNumber as readNumber } from "../../support/named.ts";

/** A call that arrived. */
export interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly id: number;
  readonly body: string;
}

/** What a call is answered with: `result` or `error`; or it is done by hand. */
export type Script = (call: Call, response: ServerResponse, count: number) => object | null;

export const orderNumber = readNumber(recent.RefNo);

/** Answers logins with `session-1`, `session-2`… and reads with the recorded order. */
export const willing: Script = ({ method }, _, count) => ({
  result: method === "login" ? `session-${count}` : method === "getOrder" ? recent : true,
});

/** A client, and the service it talks to over HTTP. `count` is 1 for the first call of its method. */
export async function serviceFor(
  script: Script,
  now: () => number = Date.now,
  uptime: () => number = () => 0,
): Promise<{ rpc: Rpc6; calls: readonly Call[]; lines: readonly string[] }> {
  const calls: Call[] = [];
  const server = await httpServer((response) => {
    const body = server.bodies.at(-1) ?? "";
    const call = { ...(JSON.parse(body) as Omit<Call, "body">), body };
    calls.push(call);
    const count = calls.filter(({ method }) => method === call.method).length;
    const reply = script(call, response, count);
    if (reply !== null) response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...reply }));
  });
  const transport = transportFor({ timeoutMs: 5_000 });
  const secretKey = new Secret("SECRET_KEY");
  const account = { url: server.url, merchantCode: "AVANGATE", secretKey };
  const rpc = openRpc6({ ...account, hashAlgorithm: "sha256" }, transport, {
    now,
    uptime,
  });
  return { rpc, calls, lines: transport.lines };
}
