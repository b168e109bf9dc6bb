import { moneyToWire } from "../../domain/money.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import type { RefundRequest } from "../../domain/refund-request.ts";
import type { RefundItem } from "../../domain/refund-item.ts";
import type { Answer } from "../../transport/exchange.ts";
import type { Settlement } from "../contract.ts";
import { answerLost } from "../no-answer.ts";
import { errorInResult, type RpcError } from "./envelope.ts";
import { readMoneyCall, settleAnyError } from "./money-call.ts";
import { apiProblem, isSessionRefusal, refusalCode } from "./refusals.ts";

/**
 * The parameters of `issueRefund` after the session: order, amount, items, comment, reason. With items,
 * the amount is always null: the vendor's own examples disagree about what it would mean.
 * @see docs/api-notes.md, issueRefund
 */
export function refundParams(request: RefundRequest): readonly unknown[] {
  const { orderNumber, amount, items, comment, reason } = request;
  const top = items.length === 0 ? moneyToWire(amount) : null;
  return [orderNumber, top, items.map(wireItem), comment, reason];
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
  const said = readMoneyCall(answer, id, url);
  switch (said.tag) {
    case "settled":
      return said.settlement;
    case "error":
      return settleError(said.error, kind);
    case "result":
      return settleResult(said.value, kind);
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
  const general = settleAnyError(error);
  if (general !== null) return general;
  const code = refusalCode(error.message);
  if (code === "already-refunded" && kind === "total") {
    return { tag: "already-refunded", problem: apiProblem(code, error) };
  }
  if (code === "pending-refund") return { tag: "refused", problem: pendingRefund(error) };
  return code === null
    ? { tag: "refused-undocumented", problem: apiProblem("refused-by-api", error) }
    : { tag: "refused", problem: apiProblem(code, error) };
}

/** Whose request is pending, 2Checkout does not say. */
function pendingRefund(error: RpcError): Problem {
  const refusal = apiProblem("pending-refund", error);
  return {
    ...refusal,
    message: `${refusal.message} The pending request may be the customer's own, made in myAccount: it is approved by itself after about 10 days, and you can decline it in the control panel.`,
  };
}
