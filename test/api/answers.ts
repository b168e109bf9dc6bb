import type { Answer, NetworkFaultKind } from "../../src/transport/exchange.ts";

type Response = Extract<Answer, { tag: "response" }>;

/** A whole HTTP answer; anything but a text is sent as JSON. */
export function response(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { tag: "response", status, headers, body: text };
}

export function notSent(kind: NetworkFaultKind): Answer {
  return { tag: "not-sent", fault: { kind, detail: "the system's words" } };
}

export function lost(kind: NetworkFaultKind): Answer {
  return { tag: "unknown", fault: { kind, detail: "the system's words" } };
}

/** Bodies that are no answer of either API, and how a message calls them. */
export const noAnswers: readonly (readonly [words: string, body: string])[] = [
  ["an empty body", ""],
  ["an empty body", "  \n"],
  ["an HTML page", "<!DOCTYPE html><title>Soon back</title>"],
  ["an HTML page", "\n<html lang=en>Soon back</html>"],
  ["an XML document", '<?xml version="1.0"?><note/>'],
  ["a body that is not JSON", "Bad gateway"],
  ["a body that is not JSON", '{"response_code":"OK'],
];
