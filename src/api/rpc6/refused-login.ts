import { problem } from "../../domain/problem.ts";
import { failed, type Reading } from "../contract.ts";
import type { RpcError } from "./envelope.ts";
import { apiWords, isSessionRefusal } from "./refusals.ts";

/** The service allows a few minutes of clock difference; below this, a refused login is due to the key. */
const tolerableSkewMs = 2 * 60_000;

/** What a refused login is due to: the clock, or the key. @param date when the service says that it answered */
export function refusedLogin(
  error: RpcError,
  merchantCode: string,
  date: string | undefined,
  at: number,
): Reading<never> {
  const skew = clockSkewMs(date, at);
  if (skew !== null && Math.abs(skew) > tolerableSkewMs && isSessionRefusal(error)) {
    const minutes = Math.round(Math.abs(skew) / 60_000);
    return failed(
      "credentials",
      problem(
        "clock-skew",
        `2Checkout refused the login, and this machine's clock is ${minutes} minutes ${skew > 0 ? "behind" : "ahead of"} 2Checkout's. Set the clock and run it again.`,
        apiWords(error),
      ),
    );
  }
  return failed(
    "credentials",
    problem(
      "credentials-rejected",
      `2Checkout rejected the merchant code or the secret key of ${merchantCode}: ${error.message}. If both are right, see in the control panel whether this machine's address is allowed: Settings » Users » Firewall, "API (Special)".`,
      apiWords(error),
    ),
  );
}

/** Positive if this machine is behind. Null if the answer has no date. */
function clockSkewMs(date: string | undefined, at: number): number | null {
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? null : theirs - at;
}
