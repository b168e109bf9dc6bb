import { problem } from "../../domain/problem.ts";
import type { Answer } from "../../transport/exchange.ts";
import type { Settlement } from "../contract.ts";
import { answerLost, answerSaysNothing, unanswered } from "../no-answer.ts";
import { parseReply, type RpcError, type RpcReply } from "./envelope.ts";
import { apiWords, isInternalError, isSessionRefusal } from "./refusals.ts";

/** What 2Checkout said to a call that was sent once, or what is settled without its having said anything. */
export type Said =
  | { readonly tag: "settled"; readonly settlement: Settlement }
  | Extract<RpcReply, { tag: "error" | "result" }>;

/** Reads the answer to a call that may have moved money, as far as that is the same for all of them. */
export function readMoneyCall(answer: Answer, id: number, url: URL): Said {
  if (answer.tag !== "response") return settled(unanswered(answer, url));
  const reply = parseReply(answer, id);
  switch (reply.tag) {
    case "too-many":
      return settled({
        tag: "nothing-done",
        problem: problem(
          "too-many-requests",
          "2Checkout says there are too many requests (HTTP 429).",
        ),
        retryAfter: reply.retryAfter,
      });
    case "unreadable":
      return settled({ tag: "unknown", problem: answerLost(reply.what) });
    case "result":
      // It may be true of something else.
      return reply.named
        ? reply
        : settled({ tag: "unknown", problem: answerLost("a result that names no request") });
    case "error":
      return reply;
  }
}

/** What an error proves whatever was asked for; null when that depends on the call. */
export function settleAnyError(error: RpcError): Settlement | null {
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
  // Such a text may quote a refusal and still not say what was done.
  const nothingSaid = answerSaysNothing(api);
  return nothingSaid && { tag: "unknown", problem: nothingSaid };
}

function settled(settlement: Settlement): Said {
  return { tag: "settled", settlement };
}
