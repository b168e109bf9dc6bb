import * as z from "zod/mini";

/** What a body of the legacy API says, from JSON or from the XML it sends when it ignores `Accept`. */
export interface LegacyReply {
  readonly responseCode: string | null;
  readonly responseMessage: string | null;
  readonly errors: readonly LegacyNotice[];
  readonly warnings: readonly LegacyNotice[];
}

export interface LegacyNotice {
  readonly code: string;
  readonly message: string;
}

const notice = z.pipe(
  z.object({ code: z.coerce.string(), message: z.catch(z.string(), "") }),
  z.transform(({ code, message }): LegacyNotice => ({ code, message })),
);
const notices = z.catch(z.array(notice), []);
const text = z.catch(z.nullable(z.string()), null);

const jsonReply = z.object({
  response_code: z.optional(text),
  response_message: z.optional(text),
  errors: z.optional(notices),
  warnings: z.optional(notices),
});

/** Null when the body is an answer of this API in neither form: HTML, nothing, something cut off. */
export function parseLegacyBody(body: string): LegacyReply | null {
  let reply: LegacyReply;
  try {
    const parsed = jsonReply.safeParse(JSON.parse(body));
    if (!parsed.success) return null;
    const { response_code, response_message, errors, warnings } = parsed.data;
    reply = {
      responseCode: response_code ?? null,
      responseMessage: response_message ?? null,
      errors: errors ?? [],
      warnings: warnings ?? [],
    };
  } catch {
    const xml = parseXml(body);
    if (xml === null) return null;
    reply = xml;
  }
  return reply.responseCode === null && reply.errors.length === 0 ? null : reply;
}

/** The few elements that matter of a small, flat XML document that is whole. */
function parseXml(body: string): LegacyReply | null {
  const root = /^\s*(?:<\?xml[^>]*\?>)?\s*<(\w+)>(.*)<\/\1>\s*$/s.exec(body);
  if (root === null || root[1]?.toLowerCase() === "html") return null;
  const inside = root[2] ?? "";
  const element = (name: string, within: string) =>
    new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(within)?.[1] ?? null;
  const list = (name: string) =>
    [...inside.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].flatMap(([, part = ""]) => {
      const code = element("code", part);
      return code === null ? [] : [{ code, message: element("message", part) ?? "" }];
    });
  return {
    responseCode: element("response_code", inside),
    responseMessage: element("response_message", inside),
    errors: list("errors?"),
    warnings: list("warnings?"),
  };
}
