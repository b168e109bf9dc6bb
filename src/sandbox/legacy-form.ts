import type { HttpRequest } from "./http.ts";

/** The fields of a form, however it was sent: the vendor's PHP library sends it in parts. */
export function formOf({ headers, body }: HttpRequest): ReadonlyMap<string, string> {
  const type = headers["content-type"] ?? "";
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    return new Map(new URLSearchParams(body));
  }
  const [, boundary = null] =
    /^multipart\/form-data\s*;.*\bboundary="?([^";]+)"?/i.exec(type) ?? [];
  return boundary === null ? new Map() : partsOf(body, boundary);
}

/** @see RFC 7578; a part without a name is none, and a file counts by its content */
function partsOf(body: string, boundary: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const [, name = null] = /content-disposition:\s*form-data;.*\bname="([^"]*)"/i.exec(head) ?? [];
    if (name !== null) fields.set(name, rest.join("\r\n\r\n").replace(/\r\n$/, ""));
  }
  return fields;
}
