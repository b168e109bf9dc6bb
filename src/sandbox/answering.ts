import { faultEffects, type InjectedFault } from "./faults.ts";
import { htmlResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import { legacyResponse, refused, unauthorized } from "./legacy-answers.ts";
import { handleLegacy, legacyMethodOf, refundedAnswer } from "./legacy-calls.ts";
import type { Hand } from "./refund.ts";
import { declineLater } from "./refunding.ts";
import { forbidden, handleRpc6, rpc6Heading, rpc6Response } from "./rpc-calls.ts";
import type { Shop } from "./shop.ts";

/** What goes over the wire; "truncated" announces the whole length and breaks off halfway. */
export type Delivery =
  | { readonly how: "send"; readonly response: HttpResponse }
  | { readonly how: "truncated"; readonly response: HttpResponse }
  | { readonly how: "drop" }
  | { readonly how: "hang" };

type Spoiling = (typeof faultEffects)[InjectedFault["kind"]]["answer"];

const hugeBytes = 11 * 1024 * 1024;

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
  return spoil(traits.answer, request, proper);
}

function isRpc6({ path }: HttpRequest): boolean {
  return path === "/rpc/6.0/" || path === "/rpc/6.0";
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

function spoil(spoiling: Spoiling, request: HttpRequest, proper: HttpResponse): Delivery {
  if (spoiling === "drop" || spoiling === "hang") return { how: spoiling };
  if (spoiling === "truncated") return { how: "truncated", response: proper };
  return { how: "send", response: spoiled(spoiling, request, proper) };
}

function spoiled(
  spoiling: Exclude<Spoiling, "drop" | "hang" | "truncated">,
  request: HttpRequest,
  proper: HttpResponse,
): HttpResponse {
  const { id } = rpc6Heading(request);
  const rpc6 = isRpc6(request);
  switch (spoiling) {
    case "plain":
      return proper;
    case "500":
      return htmlResponse(500, "Internal Server Error");
    case "503":
      return retryLater(htmlResponse(503, "Service Unavailable"));
    case "429":
      return retryLater(htmlResponse(429, "Too Many Requests"));
    case "html":
      return htmlResponse(200, "We will be back soon");
    case "half-json":
      return { ...proper, body: proper.body.slice(0, proper.body.length / 2) };
    case "empty":
      return { ...proper, status: 200, body: "" };
    case "null":
    case "false": {
      const body = rpc6
        ? `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${spoiling}}`
        : spoiling;
      return { ...proper, status: 200, body };
    }
    case "wrong-id": {
      const other = `"id":${(typeof id === "number" ? id : 0) + 1000}`;
      return { ...proper, body: proper.body.replace(/"id":(\d+|"[^"]*"|null)/, other) };
    }
    case "internal-error":
      return rpc6Response(id, { error: { code: -32603, message: "Internal error" } });
    case "expired":
      return rpc6 ? rpc6Response(id, { error: forbidden }) : unauthorized(request);
    case "redirect":
      return { ...htmlResponse(302, "Found"), headers: { location: "/elsewhere" } };
    case "unknown-error":
      return rpc6
        ? rpc6Response(id, {
            error: {
              code: 55999,
              message: "The request could not be completed.",
              data: { error_code: "UNEXPECTED_CONDITION" },
            },
          })
        : refused(request, {
            code: "UNEXPECTED_CONDITION",
            message: "The request could not be completed.",
          });
    case "huge":
      return { ...proper, body: proper.body + " ".repeat(hugeBytes) };
  }
}

function retryLater(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...response.headers, "retry-after": "1" } };
}
