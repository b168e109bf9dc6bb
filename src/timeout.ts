declare const wholeMilliseconds: unique symbol;

/**
 * How long to wait for one answer, in milliseconds. Only `parseTimeout` makes one, so it is a whole number,
 * as timers require, and never large enough to overflow a timer.
 */
export type TimeoutMs = number & { readonly [wholeMilliseconds]: true };

const shortestMs = 1_000;
export const longestTimeoutMs = 600_000;

export const defaultTimeoutMs = 60_000 as TimeoutMs;

/** What a time-out must look like, in words that fit after "expected". */
export const timeoutExpected = "1 to 600 seconds, with at most three decimals";

/** Reads seconds from a flag or a settings file digit by digit, because a float would not stay exact. */
export function parseTimeout(seconds: string): TimeoutMs | null {
  const match = /^(?<whole>[0-9]{1,3})(?:\.(?<fraction>[0-9]{1,3}))?$/.exec(seconds);
  const { whole, fraction = "" } = match?.groups ?? {};
  if (whole === undefined) return null;
  const ms = Number(whole + fraction.padEnd(3, "0"));
  return ms >= shortestMs && ms <= longestTimeoutMs ? (ms as TimeoutMs) : null;
}
