import { type Problem, problem } from "../domain/problem.ts";
import { parseJson } from "../parse-json.ts";
import type { Answer, NetworkFault, NetworkFaultKind } from "../transport/exchange.ts";

const causes: Readonly<Record<NetworkFaultKind, string>> = {
  "name-lookup": "the host's name could not be looked up",
  refused: "the connection was refused",
  "connect-timeout": "no connection could be made in time",
  tls: "no secure connection could be made",
  proxy: "the proxy refused the connection",
  "answer-timeout": "no answer came in time",
  cut: "the connection broke before the answer was complete",
  "too-large": "the answer was too large",
  interrupted: "you stopped waiting for the answer",
  "send-by-passed": "too much time passed before it could be sent",
  other: "the connection failed",
};

/** What a request without a whole answer proves. */
export function unanswered(
  answer: Exclude<Answer, { tag: "response" }>,
  url: URL,
): { readonly tag: "not-sent" | "unknown"; readonly problem: Problem } {
  switch (answer.tag) {
    case "not-sent":
      return { tag: "not-sent", problem: unreachable(answer.fault, url) };
    case "unknown":
      return { tag: "unknown", problem: answerLost(networkFaultText(answer.fault)) };
  }
}

/** Nothing left this machine. */
function unreachable(fault: NetworkFault, url: URL): Problem {
  return problem(
    "unreachable",
    `2Checkout was not reached at ${url.host}: ${networkFaultText(fault)}.`,
  );
}

/** Something may have left, and no usable answer came back. `api` keeps what was said, if anything. */
export function answerLost(what: string, api?: Problem["api"]): Problem {
  return problem("answer-lost", `No usable answer came from 2Checkout: ${what}.`, api);
}

/** Words with which 2Checkout's services say that something went wrong, whatever was done by then. */
const saysNothing = /\bunknown error\b|\berror cancell?ing order\b/i;

/** The problem if an error does not say what was done; null if it does. */
export function answerSaysNothing(api: NonNullable<Problem["api"]>): Problem | null {
  return saysNothing.test(api.message) ? answerLost(`it says only "${api.message}"`, api) : null;
}

/** Why a complete HTTP answer is still not usable, or null if its body should be read. */
export function unusableStatus(answer: Extract<Answer, { tag: "response" }>): string | null {
  if (answer.status >= 500) return `HTTP ${answer.status}`;
  if (answer.status >= 300 && answer.status < 400) {
    return `HTTP ${answer.status}, a redirect to ${answer.headers["location"] ?? "nowhere"}, which is not followed`;
  }
  return null;
}

function networkFaultText(fault: NetworkFault): string {
  if (fault.kind === "interrupted") return causes.interrupted;
  return `${causes[fault.kind]} (${fault.detail})`;
}

/** A body that starts like JSON but is broken, or that contradicts itself: nobody knows what it said. */
export function isTorn(body: string): boolean {
  const json = parseJson(body);
  return json === null ? /^\s*[[{]/.test(body) : json.repeated !== null;
}

/** A few words for a body that is not what we asked for. */
export function bodyKind(body: string): string {
  const start = body.trimStart().slice(0, 200).toLowerCase();
  if (start === "") return "an empty body";
  if (start.startsWith("<!doctype html") || start.includes("<html")) return "an HTML page";
  if (start.startsWith("<?xml")) return "an XML document";
  const json = parseJson(body);
  if (json !== null)
    return json.repeated !== null ? "JSON that gives a key twice" : "unrecognised JSON";
  return "a body that is not JSON";
}
