import { longestTimeoutMs } from "../timeout.ts";
import type { Attempt } from "./attempt.ts";

/** From being recorded to being sent there is a login at most; longer means that the machine slept. */
export const sendWithinMs = 30_000;
/** Pauses between what follows a lost answer. */
const settlingMs = 15_000;
/** The legacy call and its two repeats. No attempt waits for more answers. */
const maxAnswers = 3;

/** How long after being recorded a process may be at work on an attempt that waits for so many answers. */
export function busyMs(answers: number, timeoutMs: number): number {
  return sendWithinMs + answers * timeoutMs + settlingMs;
}

/** A busy-until further ahead than this was written under another clock, and is void. */
export const longestBusyMs = busyMs(maxAnswers, longestTimeoutMs);

/** Whether its process, or one that has claimed it, may still be at work on an attempt. */
export function isBusy({ outcome, busyUntil }: Attempt, now: number): boolean {
  return outcome === null && busyUntil > now && busyUntil - now <= longestBusyMs;
}
