import { moneyToWire } from "../../domain/money.ts";
import { problem } from "../../domain/problem.ts";
import type { RefundRequest } from "../../domain/refund-request.ts";
import type { RefundItem } from "../../domain/refund-item.ts";
import type { Answer } from "../../transport/exchange.ts";
import type { Settlement } from "../contract.ts";
import { answerLost, answerSaysNothing, unanswered } from "../no-answer.ts";
import { errorInResult, parseReply, type RpcError } from "./envelope.ts";
import {
  apiProblem,
  apiWords,
  isInternalError,
  isSessionRefusal,
  refusalCode,
} from "./refusals.ts";

/**
 * The parameters of `issueRefund` after the session: order, amount, items, comment, reason. With items,
 * the amount is always null: the vendor's own examples disagree about what it would mean.
 * @see docs/api-notes.md, issueRefund
 */
export function refundParams(request: RefundRequest): readonly unknown[] {
  const { refNo, amount, items, comment, reason } = request;
  const top = items.length === 0 ? moneyToWire(amount) : null;
  return [refNo, top, items.map(wireItem), comment, reason];
}

function wireItem(item: RefundItem): Record<string, unknown> {
  const line =
    item.reference === null
      ? { ProductCode: item.productCode }
      : { LineItemReference: item.reference };
  return { Quantity: item.quantity, ...line, Amount: moneyToWire(item.amount) };
}

/** What an answer to `issueRefund` proves, and no more. */
export function settleRefund(
  answer: Answer,
  id: number,
  url: URL,
  kind: RefundRequest["kind"],
): Settlement {
  if (answer.tag !== "response") return unanswered(answer, url);
  const reply = parseReply(answer, id);
  switch (reply.tag) {
    case "too-many":
      return {
        tag: "nothing-done",
        problem: problem(
          "too-many-requests",
          "2Checkout says there are too many requests (HTTP 429).",
        ),
        retryAfter: reply.retryAfter,
      };
    case "unreadable":
      return { tag: "unknown", problem: answerLost(reply.what) };
    case "error":
      return settleError(reply.error, kind);
    case "result":
      return settleResult(reply.value, kind);
  }
}

function settleResult(value: unknown, kind: RefundRequest["kind"]): Settlement {
  if (value === true) return { tag: "accepted", warnings: [] };
  if (value === false) {
    return {
      tag: "not-accepted",
      problem: problem("not-accepted", "2Checkout did not accept the refund and gave no reason.", {
        code: null,
        message: "false",
      }),
    };
  }
  // Only the vendor's own refusal words distinguish such a map from a description of an accepted refund.
  const error = errorInResult(value);
  if (error !== null && (refusalCode(error.message) !== null || isSessionRefusal(error))) {
    return settleError(error, kind);
  }
  return { tag: "unknown", problem: answerLost(`the result is ${JSON.stringify(value)}`) };
}

function settleError(error: RpcError, kind: RefundRequest["kind"]): Settlement {
  const api = apiWords(error);
  if (isInternalError(error)) {
    return { tag: "unknown", problem: answerLost("an internal error of 2Checkout", api) };
  }
  if (isSessionRefusal(error)) {
    return {
      tag: "nothing-done",
      problem: problem("session-refused", `2Checkout refused the session: ${error.message}`, api),
      retryAfter: null,
    };
  }
  // First, because such a text may quote a refusal and still not say what was done.
  const nothingSaid = answerSaysNothing(api);
  if (nothingSaid !== null) return { tag: "unknown", problem: nothingSaid };
  const code = refusalCode(error.message);
  if (code === "already-refunded" && kind === "total") {
    return { tag: "already-refunded", problem: apiProblem(code, error) };
  }
  return code === null
    ? { tag: "refused-undocumented", problem: apiProblem("refused-by-api", error) }
    : { tag: "refused", problem: apiProblem(code, error) };
}
