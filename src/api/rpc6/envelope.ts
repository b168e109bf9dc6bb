import type { Answer } from "../../transport/exchange.ts";
import { givenTwice, holdsRepeats, parseJson } from "../../parse-json.ts";
import { bodyKind, isTorn, unusableStatus } from "../no-answer.ts";

/** What an HTTP answer says in JSON-RPC, whatever that means for the method. */
export type RpcReply =
  /** `named`: whether it names our request. */
  | { readonly tag: "result"; readonly value: unknown; readonly named: boolean }
  | { readonly tag: "error"; readonly error: RpcError }
  /** HTTP 429 without a result: the service did not look at the request. */
  | { readonly tag: "too-many"; readonly retryAfter: string | null }
  /** Not an answer to this request; `what` says why in a few words. */
  | { readonly tag: "unreadable"; readonly what: string };

export interface RpcError {
  readonly code: string | null;
  readonly message: string;
  /** `data.error_code`, such as FORBIDDEN. */
  readonly word: string | null;
  /** Neither a code nor words: that something went wrong is all it says. */
  readonly saysNothing?: true;
}

export function rpcBody(id: number, method: string, params: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

/**
 * The HTTP status of errors is not known, so the body is read at every status except those that mean no answer.
 * @see docs/api-notes.md, Envelope and errors
 */
export function parseReply(answer: Extract<Answer, { tag: "response" }>, id: number): RpcReply {
  const unusable = unusableStatus(answer);
  if (unusable !== null) return { tag: "unreadable", what: unusable };
  const body = parseJson(answer.body)?.value;
  if (answer.status === 429 && holdsNoResult(answer.body, body)) {
    return { tag: "too-many", retryAfter: answer.headers["retry-after"] ?? null };
  }
  if (body === undefined) {
    return { tag: "unreadable", what: `HTTP ${answer.status} with ${bodyKind(answer.body)}` };
  }
  if (!isRecord(body)) return { tag: "unreadable", what: "not a JSON-RPC answer" };
  if (Object.values(body).includes(givenTwice)) {
    return { tag: "unreadable", what: "an answer that gives a key twice" };
  }
  const { id: answered, error, result } = body;
  // An answer with another id is not ours. Without one it will do for a read, since HTTP carries one at a time.
  if (
    answered !== undefined &&
    answered !== null &&
    JSON.stringify(answered).replaceAll('"', "") !== String(id)
  ) {
    return { tag: "unreadable", what: "an answer to another request" };
  }
  if (error !== undefined && error !== null) {
    if (result !== undefined && result !== null) {
      return { tag: "unreadable", what: "both a result and an error" };
    }
    const parsed = parseError(error);
    return parsed === null
      ? { tag: "unreadable", what: "an empty or contradictory error" }
      : { tag: "error", error: parsed };
  }
  if (result === undefined) return { tag: "unreadable", what: "neither a result nor an error" };
  return { tag: "result", value: result, named: answered !== undefined && answered !== null };
}

function holdsNoResult(text: string, body: unknown): boolean {
  if (isTorn(text)) return false;
  return !isRecord(body) || body["result"] === undefined || isOldError(body);
}

/** As JSON-RPC 1.0 writes an error: beside a result of null. */
function isOldError({ result, error }: Record<string, unknown>): boolean {
  return result === null && error !== undefined && error !== null;
}

/**
 * An object as recorded, or a plain string as the vendor's sample code expects. Null if it says nothing:
 * some languages write `false`, `""`, `[]` or `{}` for "no error". An error that contradicts
 * itself says nothing either.
 */
export function parseError(error: unknown): RpcError | null {
  if (typeof error === "string" && error !== "") return { code: null, message: error, word: null };
  if (!isRecord(error) || Object.keys(error).length === 0) return null;
  if (holdsRepeats(error)) return null;
  const { code, message, data } = error;
  const word = isRecord(data) ? data["error_code"] : undefined;
  const saysNothing = [code, message, word].every((part) => (part ?? "") === "");
  return {
    code: typeof code === "number" || typeof code === "string" ? String(code) : null,
    message: typeof message === "string" ? message : JSON.stringify(error),
    word: typeof word === "string" ? word : null,
    ...(saysNothing ? { saysNothing: true } : {}),
  };
}

/** `{"CODE":"text"}` inside a result is how some reads report errors; null when it is not one. */
export function errorInResult(value: unknown): RpcError | null {
  const [entry, ...others] = isRecord(value) ? Object.entries(value) : [];
  return entry !== undefined && others.length === 0 && typeof entry[1] === "string"
    ? { code: null, word: entry[0], message: entry[1] }
    : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
