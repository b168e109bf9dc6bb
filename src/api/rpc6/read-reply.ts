import { problem } from "../../domain/problem.ts";
import type { Answer } from "../../transport/exchange.ts";
import { failed, type Reading } from "../contract.ts";
import { answerLost, unanswered } from "../no-answer.ts";
import { parseReply, type RpcReply } from "./envelope.ts";
import { apiWords, isInternalError } from "./refusals.ts";

interface Read {
  readonly reply: Extract<RpcReply, { tag: "result" | "error" }>;
  /** The time at which the service says it answered. */
  readonly date: string | undefined;
}

/** A read or a login moves no money, so without a usable answer it counts as not reaching 2Checkout. */
export function readReply(answer: Answer, id: number, url: URL): Reading<Read> {
  if (answer.tag !== "response") return failed("unreachable", unanswered(answer, url).problem);
  const reply = parseReply(answer, id);
  switch (reply.tag) {
    case "too-many":
      return failed(
        "unreachable",
        problem("too-many-requests", "2Checkout says there are too many requests (HTTP 429)."),
      );
    case "unreadable":
      return failed("unreachable", answerLost(reply.what));
    case "error":
      // Something broke at 2Checkout: neither the key nor the order is to blame.
      return isInternalError(reply.error)
        ? failed("unreachable", answerLost("an internal error of 2Checkout", apiWords(reply.error)))
        : { tag: "read", value: { reply, date: answer.headers["date"] } };
    case "result":
      return { tag: "read", value: { reply, date: answer.headers["date"] } };
  }
}
