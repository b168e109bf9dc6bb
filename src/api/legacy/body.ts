import * as z from "zod/mini";
import { parseJson } from "../../parse-json.ts";

/** What a body of the legacy API says, from JSON or from the XML it sends when it ignores `Accept`. */
export interface LegacyReply {
  /** Empty when there is none. */
  readonly responseCode: string;
  readonly responseMessage: string;
  readonly errors: readonly LegacyNotice[];
  readonly warnings: readonly LegacyNotice[];
}

export interface LegacyNotice {
  readonly code: string;
  readonly message: string;
}

const text = z.catch(z.string(), "");
const notice = z.object({
  code: z.union([z.string(), z.number()]),
  message: text,
});
/** A list, or a single item. An item that is not understood is kept too: it must not count as none. */
const notices = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) => (Array.isArray(value) ? value : value ? [value] : []).map(noticeOf)),
);

const jsonReply = z.pipe(
  z.object({ response_code: text, response_message: text, errors: notices, warnings: notices }),
  z.transform(({ response_code, response_message, errors, warnings }): LegacyReply => ({
    responseCode: response_code,
    responseMessage: response_message,
    errors,
    warnings,
  })),
);

/**
 * Null if the body is not an answer of this API in either form: HTML, nothing, something cut off, or
 * something that says the same thing twice.
 */
export function parseLegacyBody(body: string): LegacyReply | null {
  const json = parseJson(body);
  if (json !== null && json.repeated !== null) return null;
  const reply = json === null ? parseXml(body) : (jsonReply.safeParse(json.value).data ?? null);
  return reply?.responseCode === "" && reply.errors.length === 0 ? null : reply;
}

function noticeOf(value: unknown): LegacyNotice {
  const { data } = notice.safeParse(value);
  return data === undefined
    ? { code: "", message: JSON.stringify(value) }
    : { code: String(data.code), message: data.message };
}

/** The few elements that matter in a small, flat, complete XML document. */
function parseXml(body: string): LegacyReply | null {
  const whole = /^\s*(?:<\?xml[^>]*\?>)?\s*<(?!html>)(?<name>\w+)>.*<\/\k<name>>\s*$/is.test(body);
  // Two response codes are as good as none.
  if (!whole || /<response_code>.*<response_code>/s.test(body)) return null;
  const element = (name: string, within: string) =>
    new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(within)?.[1] ?? "";
  const list = (name: string, within: string) =>
    [...within.matchAll(new RegExp(`<${name}>(?!\\s*</)(.+?)</${name}>`, "gs"))].map(([part]) => ({
      code: element("code", part),
      message: element("message", part) || part,
    }));
  return {
    responseCode: element("response_code", body),
    responseMessage: element("response_message", body),
    errors: list("errors?", body),
    warnings: list("warnings?", body),
  };
}
