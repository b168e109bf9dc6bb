import { expect, test } from "vitest";
import { answerOfFault, brokenOff, timedOut } from "../../src/transport/network-fault.ts";

function systemError(message: string, code?: unknown): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

test.each([
  ["ENOTFOUND", "name-lookup"],
  ["EAI_AGAIN", "name-lookup"],
  ["ECONNREFUSED", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["ENETUNREACH", "refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "connect-timeout"],
  ["ETIMEDOUT", "connect-timeout"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["EPROTO", "tls"],
  ["UND_ERR_PRX_TLS", "tls"],
  ["UND_ERR_ABORTED", "proxy"],
  ["ECONNRESET", "other"],
])("a connection that fails with %s is called %s", (code, kind) => {
  expect(brokenOff(systemError("no connection", code), false)).toEqual({
    kind,
    detail: `no connection (${code})`,
  });
});

test.each([
  ["UND_ERR_HEADERS_TIMEOUT", "answer-timeout"],
  ["UND_ERR_BODY_TIMEOUT", "answer-timeout"],
  ["UND_ERR_SOCKET", "cut"],
  ["ECONNRESET", "cut"],
])("an answer that is lost with %s is called %s", (code, kind) => {
  expect(brokenOff(systemError("no answer", code), true).kind).toBe(kind);
});

test.each([
  ["an error without a code", systemError("broken"), "broken"],
  ["a code that is no text", systemError("broken", 5), "broken"],
  ["a code that the words name already", systemError("connect EPROTO", "EPROTO"), "connect EPROTO"],
  ["several attempts", new AggregateError([systemError("", "ECONNREFUSED")], ""), "(ECONNREFUSED)"],
  ["several attempts of no kind", new AggregateError(["?"], "all failed"), "all failed"],
  ["no attempts", new AggregateError([], "none made"), "none made"],
])("the system's own words are kept of %s", (_, error, detail) => {
  expect(brokenOff(error, false).detail).toBe(detail);
});

test("the first of several attempts gives the kind", () => {
  const error = new AggregateError([systemError("", "ECONNREFUSED"), systemError("", "EPROTO")]);
  expect(brokenOff(error, false).kind).toBe("refused");
});

test.each([
  [false, "not-sent", "connect-timeout"],
  [true, "unknown", "answer-timeout"],
])("whether the request had started (%s) decides that it is %s", (started, tag, kind) => {
  const fault = timedOut(30_000, started);
  expect(fault).toEqual({ kind, detail: "no answer within 30 s" });
  expect(answerOfFault(fault, started)).toEqual({ tag, fault });
});
