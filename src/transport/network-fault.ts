import type { Answer, NetworkFault, NetworkFaultKind } from "./exchange.ts";

/**
 * What a request that ended without a whole answer means. The kind of the fault only chooses words: whether anything
 * was sent follows from `started` alone, which send.ts knows, and never from an error's code.
 * @param started whether the client had begun to write the request
 */
export function answerOfFault(fault: NetworkFault, started: boolean): Answer {
  return { tag: started ? "unknown" : "not-sent", fault };
}

export const interrupted: NetworkFault = { kind: "interrupted", detail: "stopped by the user" };

export const sentTooLate: NetworkFault = {
  kind: "send-by-passed",
  detail: "too late to start sending",
};

export const answerTooLarge: NetworkFault = {
  kind: "too-large",
  detail: "the answer is larger than 10 MB",
};

export function timedOut(timeoutMs: number, started: boolean): NetworkFault {
  return {
    kind: started ? "answer-timeout" : "connect-timeout",
    detail: `no answer within ${timeoutMs / 1000} s`,
  };
}

/** The client's own error. */
export function brokenOff(error: Error, started: boolean): NetworkFault {
  return started ? lostFault(error) : connectFault(error);
}

/** No connection was made. */
const connectKinds: readonly (readonly [pattern: RegExp, kind: NetworkFaultKind])[] = [
  [/^(ENOTFOUND|EAI_)/, "name-lookup"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM)/, "refused"],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)/, "connect-timeout"],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|UND_ERR_PRX_TLS)/, "tls"],
  [/^UND_ERR_ABORTED/, "proxy"],
];

function connectFault(error: Error): NetworkFault {
  const code = codeOf(error);
  const kind = connectKinds.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
  return { kind, detail: wordsOf(error) };
}

/** The connection ended, or did not speak HTTP, after the request began. */
function lostFault(error: Error): NetworkFault {
  const isTimeout = /^UND_ERR_(HEADERS|BODY)_TIMEOUT/.test(codeOf(error));
  return { kind: isTimeout ? "answer-timeout" : "cut", detail: wordsOf(error) };
}

function codeOf(error: Error): string {
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" ? code : "";
}

const longestDetail = 300;

function wordsOf(error: Error): string {
  const code = codeOf(error);
  // It may quote a certificate or a proxy.
  const message = error.message.slice(0, longestDetail);
  return [message, message.includes(code) ? "" : `(${code})`]
    .filter((part) => part !== "")
    .join(" ");
}
