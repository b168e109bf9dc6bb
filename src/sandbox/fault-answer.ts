import type { faultEffects, InjectedFaultKind } from "./faults.ts";
import { htmlResponse, type Delivery, type HttpRequest, type HttpResponse } from "./http.ts";
import { refused, unauthorized } from "./legacy-answers.ts";
import { forbidden, isRpc6, rpc6Heading, rpc6Response } from "./rpc-calls.ts";

type Spoiling = (typeof faultEffects)[InjectedFaultKind]["answer"];

const hugeBytes = 11 * 1024 * 1024;

/** The answer that a fault makes of the proper one. */
export function spoiltDelivery(
  spoiling: Spoiling,
  request: HttpRequest,
  proper: HttpResponse,
): Delivery {
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
