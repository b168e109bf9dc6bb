import type { Answer } from "./exchange.ts";

/** Tries in all, the first included. */
const tries = 3;
const firstPauseMs = 300;
const longestPauseMs = 10_000;

/**
 * Whether to repeat a call that moves no money. Read from top to bottom; the first row that fits
 * decides. A refund never comes here.
 */
const repeated: readonly (readonly [fits: (answer: Answer) => boolean, again: boolean])[] = [
  // A bad certificate or a proxy's refusal will not change.
  [(answer) => answer.tag === "not-sent" && ["tls", "proxy"].includes(answer.fault.kind), false],
  [(answer) => answer.tag !== "response" && answer.fault.kind === "interrupted", false],
  [(answer) => answer.tag !== "response" && answer.fault.kind === "too-large", false],
  // We have already waited for a whole time-out.
  [(answer) => answer.tag === "unknown" && answer.fault.kind === "answer-timeout", false],
  [(answer) => answer.tag !== "response", true],
  [(answer) => answer.tag === "response" && answer.status === 429, true],
  [(answer) => answer.tag === "response" && answer.status >= 500, true],
  [() => true, false],
];

/** Milliseconds to wait before try number `tried + 1`, or null to keep the answer. */
export function pauseBeforeRetry(
  answer: Answer,
  tried: number,
  now: number,
  random: () => number,
): number | null {
  const again = repeated.find(([fits]) => fits(answer))?.[1] === true;
  if (!again || tried >= tries) return null;
  const asked = answer.tag === "response" ? retryAfterMs(answer.headers["retry-after"], now) : null;
  // If asked to wait longer than a person would, keep the answer, which says so.
  if (asked !== null && asked > longestPauseMs) return null;
  const backoff = Math.min(firstPauseMs * 2 ** (tried - 1), longestPauseMs);
  return Math.max(asked ?? 0, backoff * (0.5 + random() / 2));
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3); null when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^[0-9]+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
