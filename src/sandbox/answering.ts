import { spoiltDelivery } from "./fault-answer.ts";
import { faultEffects, type InjectedFault } from "./faults.ts";
import { htmlResponse, type Delivery, type HttpRequest, type HttpResponse } from "./http.ts";
import { legacyResponse } from "./legacy-answers.ts";
import { handleLegacy, legacyMethodOf, refundedAnswer } from "./legacy-calls.ts";
import type { Hand } from "./refund.ts";
import { declineLater } from "./refunding.ts";
import { handleRpc6, isRpc6, rpc6Heading, rpc6Response } from "./rpc-calls.ts";
import type { Shop } from "./shop.ts";

/** The call that a request makes, by the vendor's name; null if it is not a call. */
export function methodOf(request: HttpRequest): string | null {
  if (isRpc6(request)) return rpc6Heading(request).method;
  return legacyMethodOf(request.path);
}

/** Answers a request to either API, with the fault that applies to it. */
export function answer(shop: Shop, request: HttpRequest, fault: InjectedFault | null): Delivery {
  if (fault === null) return { how: "send", response: handle(shop, request, "api") };
  const traits = faultEffects[fault.kind];
  if ("panel" in traits) handle(shop, request, "panel");
  const proper = traits.commits ? handle(shop, request, "api") : success(request);
  if ("declines" in traits) declineLater(shop);
  if (traits.answer === "expired") shop.memory.sessions = [];
  return spoiltDelivery(traits.answer, request, proper);
}

function handle(shop: Shop, request: HttpRequest, by: Hand): HttpResponse {
  if (isRpc6(request)) return handleRpc6(shop, request, by);
  if (request.path.startsWith("/api/")) return handleLegacy(shop, request, by);
  return htmlResponse(404, "Page not found");
}

function success(request: HttpRequest): HttpResponse {
  return isRpc6(request)
    ? rpc6Response(rpc6Heading(request).id, { result: true })
    : legacyResponse(request, 200, refundedAnswer);
}
