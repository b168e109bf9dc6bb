import { createHmac } from "node:crypto";

/** What a contender calls with, from the environment that the stand-in's process told. */
export const url = process.env["REFUND_RPC_URL"] ?? "";

/** login's parameters, as the vendor's page has them. */
export function loginParams(): readonly string[] {
  const code = process.env["REFUND_MERCHANT_CODE"] ?? "";
  const key = process.env["REFUND_SECRET_KEY"] ?? "";
  const date = new Date().toISOString().slice(0, 19).replace("T", " ");
  const source = `${code.length}${code}${date.length}${date}`;
  return [code, date, createHmac("sha256", key).update(source).digest("hex"), "sha256"];
}

export function bodyOf(method: string, params: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
}

/** The result of an answer; an error ends the contender. */
export function resultOf(text: string): unknown {
  const { result, error } = JSON.parse(text) as { result?: unknown; error?: unknown };
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return result;
}

/** Numbers of generated orders, as the command line has them: from, count. */
export function ordersAsked(): readonly string[] {
  const [first = 0, count = 0] = process.argv.slice(2).map(Number);
  return Array.from({ length: count }, (_, index) => String(2_000_000_000 + first + index));
}

/** What the shopper paid, which is refunded in full. */
export function paidOf(order: unknown): number {
  return (order as { GrossDiscountedPrice: number }).GrossDiscountedPrice;
}
