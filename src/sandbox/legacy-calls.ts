import { timingSafeEqual } from "node:crypto";
import { htmlResponse, jsonResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import { isObject } from "./json.ts";
import { refundLineItem, type LineItemRefusal } from "./line-item.ts";
import type { Hand, Shop } from "./shop.ts";

/** Where the legacy platform's refund call lives. */
export const refundLineItemPath = "/api/sales/refund_lineitem";

const messages: Readonly<Record<LineItemRefusal, string>> = {
  RECORD_NOT_FOUND: "Unable to find record.",
  FORBIDDEN: "Access denied to sale.",
  INVALID_PARAMETER: "This lineitem cannot be refunded.",
  NOTHING_TO_DO: "Lineitem was already refunded.",
  TOO_LATE: "Invoice too old to refund lineitem.",
  TOO_HIGH: "Lineitem amount greater than remaining balance on invoice.",
  TOO_LOW: "Lineitem amount must be at least 0.01.",
};

interface LegacyError {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
}

/** Answers a request to the legacy REST API; anything but refund_lineitem is a page not found. */
export function handleLegacy(shop: Shop, request: HttpRequest, by: Hand = "api"): HttpResponse {
  if (request.path !== refundLineItemPath) return htmlResponse(404, "Page not found");
  if (request.verb !== "POST") return htmlResponse(405, "Method not allowed");
  const access = accessOf(shop, request.headers["authorization"] ?? "");
  if (access === "unknown") return unauthorized(request);
  if (access === "ordinary") {
    return refused(request, { code: "FORBIDDEN", message: "Access Denied to API" });
  }
  const wish = readWish(request);
  if ("code" in wish) return refused(request, wish);
  const item = refundLineItem(shop, wish.lineItemId, wish.category, wish.comment, by);
  if (typeof item === "string") return refused(request, { code: item, message: messages[item] });
  if (item.oddity === "refusal-at-200") {
    const message = "The refund could not be processed.";
    return legacyResponse(request, 200, { response_code: "NOT_OK", response_message: message });
  }
  const warnings = [{ code: "NOTICE", message: "The buyer's e-mail address is not confirmed." }];
  return legacyResponse(request, 200, {
    ...refundedAnswer,
    ...(item.oddity === "warning" ? { warnings } : {}),
  });
}

/** The documented answer of a refund that was made. */
export const refundedAnswer = { response_code: "OK", response_message: "lineitem refunded" };

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

/** The answer to wrong credentials. */
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

function accessOf({ account }: Shop, authorization: string): "api" | "ordinary" | "unknown" {
  const [, encoded = ""] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? [];
  const given = Buffer.from(encoded, "base64");
  const is = (username: string): boolean => {
    const expected = Buffer.from(`${username}:${account.legacyPassword}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  if (is(account.legacyUsername)) return "api";
  return is(account.legacyOrdinaryUsername) ? "ordinary" : "unknown";
}

interface Wish {
  readonly lineItemId: string;
  readonly category: number;
  readonly comment: string;
}

function readWish({ headers, body }: HttpRequest): Wish | LegacyError {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers["content-type"] ?? "");
  const form = new URLSearchParams(isForm ? body : "");
  const lineItemId = form.get("lineitem_id") ?? "";
  const category = form.get("category") ?? "";
  const comment = form.get("comment") ?? "";
  if (lineItemId === "") return missing("lineitem_id");
  if (category === "") return missing("category");
  if (!/^\d+$/.test(lineItemId)) return invalid("lineitem_id");
  if (!/^([1-9]|1[0-7])$/.test(category)) return invalid("category");
  if (category === "7") {
    return { code: "FORBIDDEN", message: "Permission denied to set refund category to 7." };
  }
  if (comment.length > 5000 || /[<>]/.test(comment)) return invalid("comment");
  return { lineItemId, category: Number(category), comment };
}

function missing(parameter: string): LegacyError {
  const message = `Required parameter missing: ${parameter}`;
  return { code: "PARAMETER_MISSING", message, parameter };
}

function invalid(parameter: string): LegacyError {
  const message = `Required parameter is invalid: ${parameter}`;
  return { code: "PARAMETER_INVALID", message, parameter };
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
