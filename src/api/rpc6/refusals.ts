import { type Problem, problem } from "../../domain/problem.ts";
import type { RpcError } from "./envelope.ts";

/** Documented refusals come as messages, not codes. @see docs/api-notes.md, Refusals */
const documented: readonly (readonly [words: string, code: string])[] = [
  ["order_ref missing or format incorrect", "order-invalid"],
  ["order_amount missing or format incorrect", "amount-invalid"],
  ["invalid order_ref", "order-not-found"],
  ["invalid order_amount", "amount-invalid"],
  ["products_codes missing or format incorrect", "items-invalid"],
  ["products_qty missing or format incorrect", "quantity-invalid"],
  ["invalid products_qty", "quantity-invalid"],
  ["order already canceled", "order-canceled"],
  ["you have already placed a total refund for this order", "already-refunded"],
  ["you already have a pending refund request", "pending-refund"],
  ["the maximum refundable amount for this order has been exceeded", "amount-exceeds-balance"],
  ["due to the order's current status", "order-not-complete"],
  ["due to the order's payment details", "payment-not-refundable"],
  ["the allowed period to request a new refund for this order has expired", "too-late"],
];

/** The stable code of a documented refusal, or null if the vendor does not document these words. */
export function refusalCode(message: string): string | null {
  const words = message.toLowerCase().replaceAll("’", "'").replaceAll(/\s+/g, " ");
  return documented.find(([known]) => words.includes(known))?.[1] ?? null;
}

/** The words that refuse a session, as documented and as recorded; nothing else may be in the text. */
const sessionRefused =
  /^(invalid hash provided or session expired|(the )?session (has )?expired|invalid session)[.!]?$/i;

/**
 * A bad hash, an ended session and (inferred) a wrong clock share one text. The words decide: code 10000 also comes with
 * other texts, which are errors like any other.
 */
export function isSessionRefusal({ code, message }: RpcError): boolean {
  const known = code === null || ["10000", "10001", "10002"].includes(code);
  return known && sessionRefused.test(message.trim());
}

/** JSON-RPC's own "internal error" and the range it leaves to servers: something broke halfway. */
export function isInternalError(error: RpcError): boolean {
  return /^-32(603|0\d\d)$/.test(error.code ?? "");
}

export function apiProblem(code: string, error: RpcError): Problem {
  return problem(code, `2Checkout refused: ${error.message}`, apiWords(error));
}

/** The API's own code and words, as every problem keeps them. */
export function apiWords({ code, word, message }: RpcError): NonNullable<Problem["api"]> {
  return { code: code ?? word, message };
}
