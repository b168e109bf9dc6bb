import type { NetworkFault, NetworkFaultKind } from "./exchange.ts";

/**
 * Names for what went wrong with a connection. They only choose words: whether anything was sent
 * is proven in send.ts, never inferred from an error's code.
 */
const connectKinds: readonly (readonly [pattern: RegExp, kind: NetworkFaultKind])[] = [
  [/^(ENOTFOUND|EAI_)/, "name-lookup"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM)/, "refused"],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)/, "connect-timeout"],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|UND_ERR_PRX_TLS)/, "tls"],
  [/^UND_ERR_ABORTED/, "proxy"],
];

export function connectFault(error: Error): NetworkFault {
  const code = codeOf(error);
  const kind = connectKinds.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
  return { kind, detail: wordsOf(error) };
}

/** The connection ended, or did not speak HTTP, after the request began. */
export function lostFault(error: Error): NetworkFault {
  const timedOut = /^UND_ERR_(HEADERS|BODY)_TIMEOUT/.test(codeOf(error));
  return { kind: timedOut ? "answer-timeout" : "cut", detail: wordsOf(error) };
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
