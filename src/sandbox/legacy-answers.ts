import { timingSafeEqual } from "node:crypto";
import { jsonResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import { isObject } from "./json.ts";
import type { Shop } from "./shop.ts";

/** An error of the legacy platform. */
export interface LegacyError {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
}

/** JSON when the request asks for it, XML otherwise. */
export function legacyResponse(request: HttpRequest, status: number, value: object): HttpResponse {
  if (/application\/json/i.test(request.headers["accept"] ?? "")) {
    return jsonResponse(status, value);
  }
  return {
    status,
    headers: { "content-type": "application/xml; charset=utf-8" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<response>${xml(value)}</response>\n`,
  };
}

/** The answer to wrong credentials, and to none: some libraries send a password only once they are asked for it. */
export function unauthorized(request: HttpRequest): HttpResponse {
  const error = { code: "UNAUTHORIZED", message: "Authentication failed." };
  const response = legacyResponse(request, 401, { errors: [error] });
  return {
    ...response,
    headers: { ...response.headers, "www-authenticate": 'Basic realm="2Checkout API"' },
  };
}

/** An error at the HTTP status that goes with its code. */
export function refused(request: HttpRequest, error: LegacyError): HttpResponse {
  const status = error.code === "FORBIDDEN" ? 403 : error.code === "RECORD_NOT_FOUND" ? 404 : 400;
  return legacyResponse(request, status, { errors: [error] });
}

export function missing(parameter: string): LegacyError {
  const message = `Required parameter missing: ${parameter}`;
  return { code: "PARAMETER_MISSING", message, parameter };
}

export function invalid(parameter: string): LegacyError {
  const message = `Required parameter is invalid: ${parameter}`;
  return { code: "PARAMETER_INVALID", message, parameter };
}

/** Who asks, by HTTP Basic. */
export function accessOf(
  { account }: Shop,
  { headers }: HttpRequest,
): "api" | "ordinary" | "unknown" {
  const authorization = headers["authorization"] ?? "";
  const [, encoded = ""] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? [];
  const given = Buffer.from(encoded, "base64");
  const is = (username: string): boolean => {
    const expected = Buffer.from(`${username}:${account.legacyPassword}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  if (is(account.legacyUsername)) return "api";
  return is(account.legacyOrdinaryUsername) ? "ordinary" : "unknown";
}

function xml(value: unknown): string {
  if (!isObject(value)) return escaped(String(value));
  return Object.entries(value)
    .flatMap(([name, inner]) => {
      const list: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
      return list.map((each) => `<${name}>${xml(each)}</${name}>`);
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
