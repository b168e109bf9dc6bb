import { merchant } from "./shop.ts";

/** What an answer claims about the call that it answers, when it is read as the vendor documents it. */
export type Claim =
  /** The refund was made. */
  | "made"
  /** A documented refusal: it was not. */
  | "denied"
  /** It was not, in words that only the order, read again, may confirm. */
  | "doubted"
  /** Nothing at all. */
  | "unclear"
  /** The legacy platform's NOTHING_TO_DO: it is refunded, by whatever call. */
  | "done before";

/** How one call to refund is answered on the wire. */
export interface Saying {
  readonly claim: Claim;
  readonly wire: Wire;
}

export type Wire =
  | { readonly tag: "body"; readonly status: number; readonly body: (id: unknown) => string }
  | { readonly tag: "dropped" | "cut" | "hangs" };

/** Words of a server that repeats the secrets it was sent, and does not care about terminals. */
function hostile(...secrets: readonly string[]): string {
  return `\u001b[31mHalt\u009b2J \u202eexe ${secrets.join(" ")}`;
}

const hostileRpc = hostile(merchant.key);
const hostileLegacy = hostile(
  merchant.legacyPassword,
  Buffer.from(`${merchant.legacyUser}:${merchant.legacyPassword}`).toString("base64"),
);

function rpc(part: string, status = 200): Wire {
  return {
    tag: "body",
    status,
    body: (id) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${part}}`,
  };
}

function rpcError(code: number, message: string, word = "ERROR"): Wire {
  return rpc(`"error":${JSON.stringify({ code, message, data: { error_code: word } })}`);
}

function page(text: string, status: number): Wire {
  return { tag: "body", status, body: () => text };
}

const html = "<!DOCTYPE html><html><body>Down for maintenance</body></html>";
const dropped: Wire = { tag: "dropped" };
const cut: Wire = { tag: "cut" };
const hangs: Wire = { tag: "hangs" };

/** Answers to issueRefund, by the words in which a sequence is printed. */
export const rpcSayings = {
  "answer TRUE": { claim: "made", wire: rpc('"result":true') },
  "answer TRUE at HTTP 429": { claim: "made", wire: rpc('"result":true', 429) },
  "answer FALSE": { claim: "doubted", wire: rpc('"result":false') },
  "answer maximum exceeded": {
    claim: "denied",
    wire: rpcError(55201, "The maximum refundable amount for this order has been exceeded."),
  },
  "answer pending request": {
    claim: "denied",
    wire: rpcError(55201, "You already have a pending refund request."),
  },
  "answer total refund placed": {
    claim: "denied",
    wire: rpcError(55201, "You have already placed a Total refund for this order."),
  },
  "answer not eligible": {
    claim: "denied",
    wire: rpcError(55201, "You cannot place a refund request due to the order's current status."),
  },
  "answer undocumented error": {
    claim: "doubted",
    wire: rpcError(55999, `No can do. ${hostileRpc}`),
  },
  "answer undocumented error at length": {
    claim: "doubted",
    wire: rpcError(55998, `${hostileRpc} ${"and so on ".repeat(20_000)}`),
  },
  "answer session refused": {
    claim: "doubted",
    wire: rpcError(10000, "Invalid hash provided or session expired", "FORBIDDEN"),
  },
  "answer code 10000, other words": {
    claim: "doubted",
    wire: rpcError(10000, "Refund queue is busy", "BUSY"),
  },
  "answer 429": { claim: "doubted", wire: page("", 429) },
  "answer Unknown error": { claim: "unclear", wire: rpcError(1, "Unknown error") },
  "answer Error cancelling order": {
    claim: "unclear",
    wire: rpcError(2, "Error cancelling order"),
  },
  "answer internal error": { claim: "unclear", wire: rpcError(-32603, "Internal error") },
  "answer an undocumented map": {
    claim: "unclear",
    wire: rpc('"result":{"REFUND_QUEUED":"The refund was queued"}'),
  },
  "answer null": { claim: "unclear", wire: rpc('"result":null') },
  "answer neither": { claim: "unclear", wire: rpc('"more":1') },
  "answer result and error": {
    claim: "unclear",
    wire: rpc('"result":true,"error":{"code":5,"message":"No"}'),
  },
  "answer FALSE and TRUE": { claim: "unclear", wire: rpc('"result":false,"result":true') },
  "answer TRUE and FALSE": { claim: "unclear", wire: rpc('"result":true,"result":false') },
  "answer to another id": {
    claim: "unclear",
    wire: { tag: "body", status: 200, body: () => '{"jsonrpc":"2.0","id":9999,"result":true}' },
  },
  "answer an HTML page": { claim: "unclear", wire: page(html, 200) },
  "answer 500": { claim: "unclear", wire: page(html, 500) },
  "answer TRUE at HTTP 500": { claim: "unclear", wire: rpc('"result":true', 500) },
  "answer 503": { claim: "unclear", wire: page("", 503) },
  "answer a redirect": { claim: "unclear", wire: page("", 302) },
  "answer nothing": { claim: "unclear", wire: page("", 200) },
  "answer cut": { claim: "unclear", wire: cut },
  "answer lost": { claim: "unclear", wire: dropped },
  "answer never": { claim: "unclear", wire: hangs },
} as const satisfies Record<string, Saying>;

function legacy(code: string, message: string, status = 400): Wire {
  return page(JSON.stringify({ errors: [{ code, message }] }), status);
}

/** Answers to refund_lineitem. */
export const legacySayings = {
  "answer OK": {
    claim: "made",
    wire: page('{"response_code":"OK","response_message":"lineitem refunded"}', 200),
  },
  "answer NOTHING_TO_DO": {
    claim: "done before",
    wire: legacy("NOTHING_TO_DO", "Lineitem was already refunded."),
  },
  "answer cannot be refunded": {
    claim: "denied",
    wire: legacy("INVALID_PARAMETER", "This lineitem cannot be refunded."),
  },
  "answer too old": { claim: "denied", wire: legacy("TOO_LATE", "Invoice too old to refund.") },
  "answer undocumented error": {
    claim: "doubted",
    wire: legacy("SOMETHING_ELSE", `No can do. ${hostileLegacy}`),
  },
  "answer 429": { claim: "doubted", wire: page("", 429) },
  "answer OK at HTTP 400": { claim: "unclear", wire: page('{"response_code":"OK"}', 400) },
  "answer an HTML page": { claim: "unclear", wire: page(html, 200) },
  "answer 404 page": { claim: "unclear", wire: page(html, 404) },
  "answer 500": { claim: "unclear", wire: page(html, 500) },
  "answer a redirect": { claim: "unclear", wire: page("", 302) },
  "answer nothing": { claim: "unclear", wire: page("", 200) },
  "answer cut": { claim: "unclear", wire: cut },
  "answer lost": { claim: "unclear", wire: dropped },
  "answer never": { claim: "unclear", wire: hangs },
} as const satisfies Record<string, Saying>;

export type RpcSaying = keyof typeof rpcSayings;
export type LegacySaying = keyof typeof legacySayings;

/** What is not these words, but what 2Checkout really did: truth, told well. */
export const truthfully = "truthfully";

/** One call's fate: whether it was executed, and what was said of it. */
export interface Fate {
  readonly executed: boolean;
  readonly says: RpcSaying | LegacySaying | typeof truthfully;
}

export const wellDone: Fate = { executed: true, says: truthfully };

export function fateText({ executed, says }: Fate): string {
  return `${executed ? "executed" : "not executed"}, ${says === truthfully ? "told truthfully" : says}`;
}
