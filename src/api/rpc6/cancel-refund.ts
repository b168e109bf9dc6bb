import { problem } from "../../domain/problem.ts";
import type { Answer } from "../../transport/exchange.ts";
import type { Settlement } from "../contract.ts";
import { holdsRepeats } from "../../parse-json.ts";
import { answerLost } from "../no-answer.ts";
import { errorInResult, isRecord, type RpcError } from "./envelope.ts";
import { readMoneyCall, settleAnyError } from "./money-call.ts";
import { apiWords, isSessionRefusal, refusalCode } from "./refusals.ts";

/**
 * What an answer to `cancelRefund` proves: `accepted` that _a_ refund of the order was cancelled. Its result
 * is not documented: TRUE or a record with a refund's id is taken for done, and a well-formed error for a
 * refusal; anything else tells nothing.
 * @see docs/api-notes.md, cancelRefund
 */
export function settleCancellation(answer: Answer, id: number, url: URL): Settlement {
  const said = readMoneyCall(answer, id, url);
  switch (said.tag) {
    case "settled":
      return said.settlement;
    case "error":
      return settleError(said.error);
    case "result":
      return settleResult(said.value);
  }
}

function settleResult(value: unknown): Settlement {
  if (value === true || namesRefund(value)) return { tag: "accepted", warnings: [] };
  // As with a refund: only words that are known to refuse tell such a map from a description of something done.
  const error = errorInResult(value);
  if (error !== null && (refusalCode(error.message) !== null || isSessionRefusal(error))) {
    return settleError(error);
  }
  return { tag: "unknown", problem: answerLost(`the result is ${JSON.stringify(value)}`) };
}

/** `{"RefundId":"5"}`, as the REST twin of this call answers. */
function namesRefund(value: unknown): boolean {
  if (!isRecord(value) || holdsRepeats(value)) return false;
  return Object.entries(value).some(
    ([key, id]) =>
      /^refund_?id$/i.test(key) &&
      (typeof id === "number" || typeof id === "string") &&
      /^[1-9][0-9]*$/.test(String(id)),
  );
}

function settleError(error: RpcError): Settlement {
  const general = settleAnyError(error);
  if (general !== null) return general;
  const api = apiWords(error);
  if (error.saysNothing === true) {
    return { tag: "unknown", problem: answerLost("an error with neither code nor message", api) };
  }
  const code = refusalCode(error.message);
  const message = `2Checkout did not cancel a refund: ${error.message}`;
  const refusal =
    code === null ? problem("cancel-refused", message, api) : problem(code, message, api);
  return { tag: "refused", problem: refusal };
}
