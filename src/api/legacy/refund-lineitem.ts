import type { LineItemRefund } from "../../domain/line-item-refund.ts";
import { problem } from "../../domain/problem.ts";
import type { Answer, HttpRequest, SendOptions } from "../../transport/exchange.ts";
import type { Transport } from "../../transport/transport.ts";
import type { LegacyAccount } from "../account.ts";
import type { Settlement } from "../contract.ts";
import { discretionAbout } from "../discretion.ts";
import {
  answerLost,
  answerSaysNothing,
  bodyKind,
  isTorn,
  unanswered,
  unusableStatus,
} from "../no-answer.ts";
import { legacyHeaders, notAnApiUser, rejectedUser } from "./access.ts";
import { type LegacyReply, parseLegacyBody } from "./body.ts";

/** Documented refusals of `refund_lineitem`. @see docs/api-notes.md, Legacy codes */
const documented: Readonly<Record<string, string>> = {
  PARAMETER_MISSING: "parameter-missing",
  PARAMETER_INVALID: "parameter-invalid",
  RECORD_NOT_FOUND: "line-item-not-found",
  FORBIDDEN: "forbidden",
  INVALID_PARAMETER: "line-item-not-refundable",
  TOO_LATE: "too-late",
  TOO_HIGH: "amount-exceeds-balance",
  TOO_LOW: "amount-too-low",
};

/** Sends `refund_lineitem` once. Asking again after a lost answer is the caller's decision. */
export async function refundLineItem(
  account: LegacyAccount,
  transport: Transport,
  refund: LineItemRefund,
  options?: SendOptions,
): Promise<Settlement> {
  const request = lineItemRequest(account, refund);
  const answer = await transport.send(request, options);
  return discretionAbout(() => request.secrets).settlement(settleLineItem(answer, account.url));
}

export function lineItemRequest(account: LegacyAccount, refund: LineItemRefund): HttpRequest {
  const { headers, secrets } = legacyHeaders(account);
  return {
    url: new URL("sales/refund_lineitem", account.url),
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      lineitem_id: refund.lineItemId,
      category: String(refund.category),
      comment: refund.comment,
    }).toString(),
    secrets,
    answerIsSecret: false,
  };
}

/** What an answer to `refund_lineitem` proves, and no more. */
export function settleLineItem(answer: Answer, url: URL): Settlement {
  if (answer.tag !== "response") return unanswered(answer, url);
  const reply = parseLegacyBody(answer.body);
  if (answer.status === 429 && !(reply === null ? isTorn(answer.body) : tellsOfRefund(reply))) {
    return {
      tag: "nothing-done",
      problem: problem(
        "too-many-requests",
        "2Checkout says there are too many requests (HTTP 429).",
      ),
      retryAfter: answer.headers["retry-after"] ?? null,
    };
  }
  const unusable = unusableStatus(answer);
  if (unusable !== null) return notAnApi(unusable);
  if (answer.status === 401 || (answer.status === 403 && notAnApiUser.test(answer.body))) {
    return { tag: "credentials", problem: rejectedUser(answer.body) };
  }
  if (reply === null) return notAnApi(`HTTP ${answer.status} with ${bodyKind(answer.body)}`);
  if (reply.responseCode === "OK" && answer.status >= 400) {
    return { tag: "unknown", problem: answerLost(`it says OK at HTTP ${answer.status}`) };
  }
  return oneWord(reply);
}

/** Everything that a reply says about the refund, one by one; at least one. */
function wordsOf({
  responseCode,
  responseMessage,
  errors,
  warnings,
}: LegacyReply): readonly Settlement[] {
  const refusals = errors.map(({ code, message }) => refusal(code, message));
  if (responseCode === "") return refusals;
  if (responseCode !== "OK") return [refusal(responseCode, responseMessage), ...refusals];
  const said = warnings.map(({ code, message }) =>
    problem("api-warning", `2Checkout warns: ${message || code}`, { code, message }),
  );
  return [{ tag: "accepted", warnings: said }, ...refusals];
}

/** The settlement on which everything in the reply agrees; if they differ, nobody knows which is true. */
function oneWord(reply: LegacyReply): Settlement {
  const words = wordsOf(reply);
  const [first, ...others] = words;
  const differing = others.find(({ tag }) => tag !== first?.tag);
  if (first !== undefined && differing === undefined) return first;
  const api = words.flatMap((word) => ("problem" in word ? [word.problem.api] : []))[0];
  return {
    tag: "unknown",
    problem: answerLost(`it says ${codesOf(reply).join(" and ")} at the same time`, api),
  };
}

/** Whether the reply says that a refund was made, now or earlier; then the request was processed. */
function tellsOfRefund(reply: LegacyReply): boolean {
  return codesOf(reply).some((code) => ["OK", "NOTHING_TO_DO"].includes(code));
}

function codesOf({ responseCode, errors }: LegacyReply): readonly string[] {
  return [responseCode, ...errors.map(({ code, message }) => code || message)].filter(
    (code) => code !== "",
  );
}

function refusal(code: string, message: string): Settlement {
  const api = { code, message };
  const words = `2Checkout refused: ${message || code}`;
  if (code === "NOTHING_TO_DO") {
    return { tag: "already-refunded", problem: problem("already-refunded", words, api) };
  }
  if (notAnApiUser.test(message)) return { tag: "credentials", problem: rejectedUser(message) };
  const nothingSaid = answerSaysNothing(api);
  if (nothingSaid !== null) return { tag: "unknown", problem: nothingSaid };
  const known = documented[code];
  return known === undefined
    ? { tag: "refused-undocumented", problem: problem("refused-by-api", words, api) }
    : { tag: "refused", problem: problem(known, words, api) };
}

function notAnApi(what: string): Settlement {
  const lost = answerLost(what);
  return {
    tag: "unknown",
    problem: {
      ...lost,
      message: `${lost.message} The legacy platform did not answer as an API; use the order's RefNo with the 6.0 API.`,
    },
  };
}
