import { htmlResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import {
  accessOf,
  invalid,
  type LegacyError,
  legacyResponse,
  missing,
  refused,
  unauthorized,
} from "./legacy-answers.ts";
import { formOf } from "./legacy-form.ts";
import { refundLineItem, type LineItemRefusal } from "./line-item.ts";
import type { Hand } from "./refund.ts";
import { saleDetail, saleList } from "./sales.ts";
import type { Shop } from "./shop.ts";

const messages: Readonly<Record<LineItemRefusal, string>> = {
  RECORD_NOT_FOUND: "Unable to find record.",
  FORBIDDEN: "Access denied to sale.",
  INVALID_PARAMETER: "This lineitem cannot be refunded.",
  NOTHING_TO_DO: "Lineitem was already refunded.",
  TOO_LATE: "Invoice too old to refund lineitem.",
  TOO_HIGH: "Lineitem amount greater than remaining balance on invoice.",
  TOO_LOW: "Lineitem amount must be at least 0.01.",
};

type Answering = (shop: Shop, request: HttpRequest, by: Hand) => HttpResponse;

/** The calls of the legacy platform that this stand-in has, by where they live. */
const calls: ReadonlyMap<string, { readonly verb: "GET" | "POST"; readonly answer: Answering }> =
  new Map([
    ["/api/sales/refund_lineitem", { verb: "POST", answer: refundCall }],
    ["/api/sales/detail_sale", { verb: "GET", answer: detailCall }],
    ["/api/sales/list_sales", { verb: "GET", answer: listCall }],
  ]);

/** The call that a path names, by the vendor's name; null when it is none of them. */
export function legacyMethodOf(path: string): string | null {
  return calls.has(path) ? path.slice("/api/sales/".length) : null;
}

/** Answers a request to the legacy REST API; what it does not have is a page not found. */
export function handleLegacy(shop: Shop, request: HttpRequest, by: Hand = "api"): HttpResponse {
  const call = calls.get(request.path);
  if (call === undefined) return htmlResponse(404, "Page not found");
  if (request.verb !== call.verb) return htmlResponse(405, "Method not allowed");
  const access = accessOf(shop, request);
  if (access === "unknown") return unauthorized(request);
  if (access === "ordinary") {
    return refused(request, { code: "FORBIDDEN", message: "Access Denied to API" });
  }
  return call.answer(shop, request, by);
}

/** The documented answer of a refund that was made. */
export const refundedAnswer = { response_code: "OK", response_message: "lineitem refunded" };

function refundCall(shop: Shop, request: HttpRequest, by: Hand): HttpResponse {
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

function detailCall(shop: Shop, request: HttpRequest): HttpResponse {
  const query = new URLSearchParams(request.query);
  const [saleId, invoiceId] = [query.get("sale_id") ?? "", query.get("invoice_id") ?? ""];
  if (saleId === "" && invoiceId === "") return refused(request, missing("sale_id"));
  if (!/^\d*$/.test(saleId)) return refused(request, invalid("sale_id"));
  if (!/^\d*$/.test(invoiceId)) return refused(request, invalid("invoice_id"));
  const sale = saleDetail(shop, saleId, invoiceId);
  if (sale === "RECORD_NOT_FOUND" || sale === "FORBIDDEN") {
    return refused(request, { code: sale, message: messages[sale] });
  }
  const message = "Sale detail retrieved";
  return legacyResponse(request, 200, { response_code: "OK", response_message: message, sale });
}

function listCall(shop: Shop, request: HttpRequest): HttpResponse {
  const refunded = new URLSearchParams(request.query).get("refunded") ?? "";
  if (!/^[01]?$/.test(refunded)) return refused(request, invalid("refunded"));
  return legacyResponse(request, 200, {
    response_code: "OK",
    response_message: "Sales list retrieved",
    ...saleList(shop, refunded === "" ? null : refunded === "1"),
  });
}

interface Wish {
  readonly lineItemId: string;
  readonly category: number;
  readonly comment: string;
}

function readWish(request: HttpRequest): Wish | LegacyError {
  const form = formOf(request);
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
