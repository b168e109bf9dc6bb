import type { IncomingMessage, ServerResponse } from "node:http";
import recorded from "../fixture/order-rest6-2022.json" with { type: "json" };
import { httpServer } from "../transport/loopback.ts";
import { type Machine, machineFor, type MachineOptions } from "./context.ts";

/** A call of either API that arrived. */
export interface ParrotCall {
  readonly method: string;
  /** Everything secret that this API knows of its caller. */
  readonly secrets: readonly string[];
}

/** What a service puts into all its words, and how it answers the call that moves money. */
export interface Manner {
  readonly words: (call: ParrotCall) => string;
  readonly refund: (words: string, response: ServerResponse) => object | string | null;
  /** In place of the order; null answers with the order after all. */
  readonly read?: (words: string) => object | null;
}

export const parrotKeys = {
  REFUND_MERCHANT_CODE: "PARROT",
  REFUND_SECRET_KEY: "k3y/of&the+parrot=",
  REFUND_LEGACY_USERNAME: "parrot",
  REFUND_LEGACY_PASSWORD: "p4ss/of&the+parrot=",
};

export const parrotSession = "s3ss10n/of&the+parrot=";

export const parrotOrder = recorded.RefNo;

/** A machine whose service speaks both APIs and says the same words wherever a text may stand. */
export async function machineOfParrot(
  manner: Manner,
  options: MachineOptions = {},
): Promise<Machine> {
  const machine = machineFor(options);
  const { REFUND_SECRET_KEY: key, REFUND_LEGACY_PASSWORD: password } = parrotKeys;
  let hash = "";
  const server = await httpServer((response, request) => {
    const body = server.bodies.at(-1) ?? "";
    const answer = request.url?.startsWith("/api/")
      ? legacy(request, response)
      : rpc(body, response);
    if (answer !== null) {
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    }
  });

  const legacy = ({ headers }: IncomingMessage, response: ServerResponse) => {
    const basic = (headers.authorization ?? "").replace("Basic ", "");
    const words = manner.words({ method: "refund_lineitem", secrets: [password, basic] });
    return manner.refund(words, response);
  };

  const rpc = (body: string, response: ServerResponse) => {
    if (body === "") return "";
    const { id, method, params } = JSON.parse(body) as {
      readonly id: number;
      readonly method: string;
      readonly params: readonly unknown[];
    };
    const envelope = { jsonrpc: "2.0", id };
    if (method === "login") {
      hash = String(params[2]);
      return { ...envelope, result: parrotSession };
    }
    const words = manner.words({ method, secrets: [key, hash, parrotSession] });
    if (method === "getOrder") {
      return { ...envelope, ...(manner.read?.(words) ?? { result: orderSaying(words) }) };
    }
    const answer = manner.refund(words, response);
    return answer === null || typeof answer === "string" ? answer : { ...envelope, ...answer };
  };

  Object.assign(machine.env, parrotKeys, {
    REFUND_RPC_URL: new URL("/rpc/", server.url).href,
    REFUND_LEGACY_URL: new URL("/api/", server.url).href,
  });
  return machine;
}

const line = {
  LineItemReference: "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b",
  Code: "PRO",
  Quantity: 1,
  ProductDetails: { Name: "Pro" },
  Price: { GrossDiscountedPrice: 1 },
};
const order = { ...recorded, Status: "COMPLETE", OrderDate: "2026-11-01 10:00:00", Items: [line] };

/** The recorded order with these words behind every text but those that say which order, in what state, how much. */
function orderSaying(words: string): unknown {
  const kept = /^(RefNo|Status|Currency|OrderDate|Quantity|.*Price|ChargebackResolution)$/;
  const copy = JSON.stringify(order, (key, value: unknown) =>
    typeof value === "string" && !kept.test(key) ? `${value} ${words}` : value,
  );
  return JSON.parse(copy);
}
