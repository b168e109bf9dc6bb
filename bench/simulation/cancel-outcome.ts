import { rpcSayings, type RpcSaying } from "./sayings.ts";

/**
 * What one answer to `cancelRefund` makes of the cancellation: TRUE is done, a well-formed error a refusal,
 * words that prove that nothing was done not sent, and all else unknown.
 */
export function cancelOutcome(said: string): "accepted" | "refused" | "not-sent" | "unknown" {
  const saying = rpcSayings[said as RpcSaying];
  switch (saying.claim) {
    case "made":
      return "accepted";
    case "denied":
      return "refused";
    case "doubted":
      if (said === "answer FALSE") return "unknown";
      return said === "answer session refused" || said === "answer 429" ? "not-sent" : "refused";
    case "unclear":
      return "unknown";
  }
}
