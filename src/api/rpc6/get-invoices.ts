import { problem } from "../../domain/problem.ts";
import { failed, type Reading } from "../contract.ts";
import { answerLost } from "../no-answer.ts";
import { errorInResult, isRecord, parseError, type RpcError } from "./envelope.ts";
import { apiWords, refusalCode } from "./refusals.ts";

/**
 * How many refund invoices an order has. The PDFs themselves are let go of. A count that cannot be told is a
 * failed reading, never 0.
 * @see docs/api-notes.md, getInvoices
 */
export function readInvoicesResult(value: unknown, asked: string): Reading<number> {
  const error = isRecord(value) && !isOfInvoices(value) ? errorIn(value) : null;
  if (error !== null) return refusedInvoices(error, asked);
  const count = isRecord(value) ? countOf(value["Refunds"]) : null;
  return count === null
    ? failed("unreachable", answerLost(`the invoices of order ${asked} cannot be read`))
    : { tag: "read", value: count };
}

function isOfInvoices(value: Record<string, unknown>): boolean {
  return ["Sale", "Cancellation", "Refunds"].some((key) => key in value);
}

function errorIn(value: Record<string, unknown>): RpcError | null {
  return parseError(value["error"]) ?? errorInResult(value);
}

/** What an error in place of invoices means. An order that was never invoiced has none. */
export function refusedInvoices(error: RpcError, asked: string): Reading<number> {
  const code = refusalCode(error.message) ?? "refused-by-api";
  const message = `2Checkout does not show the invoices of order ${asked}: ${error.message}`;
  return failed("refused", problem(code, message, apiWords(error)));
}

/** A list, or what PHP makes of one; null where it is neither. One that is missing was not said to be empty. */
function countOf(refunds: unknown): number | null {
  if (refunds === null) return 0;
  if (!Array.isArray(refunds) && !isRecord(refunds)) return null;
  const entries: readonly unknown[] = Object.values(refunds);
  return entries.every((entry) => typeof entry === "string")
    ? entries.filter((entry) => entry !== "").length
    : null;
}
