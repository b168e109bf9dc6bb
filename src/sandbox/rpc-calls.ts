import { cancelRefund } from "./cancelling.ts";
import { jsonResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import { invoicesOf } from "./invoices.ts";
import { isObject, parseJson } from "./json.ts";
import { orderAnswer } from "./order-answer.ts";
import { placeRefund, refusals } from "./refunding.ts";
import { isOpen, openSession } from "./sessions.ts";
import type { Hand } from "./refund.ts";
import { orderOf, type Shop } from "./shop.ts";

/** An error object of a 6.0 answer; the vendor's own ones carry `data`. */
export interface Rpc6Error {
  readonly code: number;
  readonly message: string;
  readonly data?: { readonly error_code: string };
}

type Outcome = { readonly result: unknown } | { readonly error: Rpc6Error };

/** The same refusal for a bad login, a wrong clock and an expired session. */
export const forbidden: Rpc6Error = {
  code: 10000,
  message: "Invalid hash provided or session expired",
  data: { error_code: "FORBIDDEN" },
};

/** Some clients number their calls, others give them a text; the answer repeats it. */
export type CallId = number | string;

interface Call {
  readonly id: CallId;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Answers a request to the 6.0 endpoint. Errors also have HTTP 200. */
export function handleRpc6(shop: Shop, request: HttpRequest, by: Hand = "api"): HttpResponse {
  const call = readCall(request);
  if ("error" in call) return rpc6Response(null, call);
  return rpc6Response(call.id, perform(shop, call, by));
}

/** A complete answer in the JSON-RPC envelope. */
export function rpc6Response(id: CallId | null, outcome: Outcome): HttpResponse {
  return jsonResponse(200, { jsonrpc: "2.0", id, ...outcome });
}

export function isRpc6({ path }: HttpRequest): boolean {
  return path === "/rpc/6.0/" || path === "/rpc/6.0";
}

/** The id and method that a request names; null if it names none. */
export function rpc6Heading(request: HttpRequest): {
  readonly id: CallId | null;
  readonly method: string | null;
} {
  const call = readCall(request);
  return "error" in call ? { id: null, method: null } : call;
}

function readCall({ verb, headers, body }: HttpRequest): Call | { readonly error: Rpc6Error } {
  const value = parseJson(body);
  if (verb === "POST" && value === undefined) return failure(-32700, "Parse error");
  const type = headers["content-type"] ?? "";
  const accept = headers["accept"] ?? "*/*";
  const wellFormed =
    verb === "POST" &&
    /^application\/json\s*(;|$)/i.test(type) &&
    /application\/json|\*\/\*/i.test(accept) &&
    isObject(value) &&
    value["jsonrpc"] === "2.0";
  if (!wellFormed) return failure(-32600, "Invalid Request");
  const { id, method, params } = value;
  const isId = typeof id === "string" || (typeof id === "number" && Number.isInteger(id));
  if (!isId || typeof method !== "string") {
    return failure(-32600, "Invalid Request");
  }
  return { id, method, params: Array.isArray(params) ? params : [params] };
}

function perform(shop: Shop, { method, params }: Call, by: Hand): Outcome {
  switch (method) {
    case "login":
      return params.length === 4 ? login(shop, params) : invalidParams;
    case "getOrder":
      return params.length === 2 ? getOrder(shop, params) : invalidParams;
    case "issueRefund":
      return params.length === 6 ? issueRefund(shop, params, by) : invalidParams;
    case "cancelRefund":
      return params.length === 2 ? cancel(shop, params, by) : invalidParams;
    case "getInvoices":
      return params.length === 2 ? getInvoices(shop, params) : invalidParams;
    default:
      return failure(-32601, "Method not found");
  }
}

function login(shop: Shop, params: readonly unknown[]): Outcome {
  const [code, date, hash, algorithm] = params.filter((param) => typeof param === "string");
  if (code === undefined || date === undefined || hash === undefined || algorithm === undefined) {
    return invalidParams;
  }
  const session = openSession(shop, code, date, hash, algorithm);
  return session === null ? { error: forbidden } : { result: session };
}

function getOrder(shop: Shop, [session, refNo]: readonly unknown[]): Outcome {
  if (!isOpen(shop, session)) return { error: forbidden };
  if (typeof refNo !== "string" || !/^\d+$/.test(refNo)) return refused(refusals.orderRefFormat);
  const order = orderOf(shop, refNo);
  return order === undefined ? refused(refusals.orderRef) : { result: orderAnswer(shop, order) };
}

function issueRefund(shop: Shop, params: readonly unknown[], by: Hand): Outcome {
  const [session, refNo, amount, items, comment, reason] = params;
  if (!isOpen(shop, session)) return { error: forbidden };
  const refusal = placeRefund(shop, { refNo, amount, items, comment, reason }, by);
  return refusal === null ? { result: true } : refused(refusal);
}

function cancel(shop: Shop, [session, refNo]: readonly unknown[], by: Hand): Outcome {
  if (!isOpen(shop, session)) return { error: forbidden };
  const cancelled = cancelRefund(shop, refNo, by);
  if (typeof cancelled === "string") return refused(cancelled);
  return { result: shop.settings.cancelAnswer === "true" ? true : { RefundId: cancelled.id } };
}

function getInvoices(shop: Shop, [session, refNo]: readonly unknown[]): Outcome {
  if (!isOpen(shop, session)) return { error: forbidden };
  if (typeof refNo !== "string" || !/^\d+$/.test(refNo)) return refused(refusals.orderRefFormat);
  const order = orderOf(shop, refNo);
  if (order === undefined) return refused(refusals.orderRef);
  const invoices = invoicesOf(shop, order);
  return invoices === null ? refused("This order has no invoices.") : { result: invoices };
}

function failure(code: number, message: string): { readonly error: Rpc6Error } {
  return { error: { code, message } };
}

const invalidParams = failure(-32602, "Invalid params");

// The vendor documents the texts only; this object around them is assumed from its recorded errors.
function refused(message: string): Outcome {
  return { error: { code: 55201, message, data: { error_code: "ORDER_ERROR" } } };
}
