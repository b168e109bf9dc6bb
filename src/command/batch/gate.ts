import type { Clocks } from "../../clocks.ts";
import type { Context } from "../../context.ts";
import type { Answer } from "../../transport/exchange.ts";
import { retryAfterMs } from "../../transport/retry.ts";

/** All workers of a batch pass this before a call, so that if one is told to slow down, all do. */
export interface Gate {
  /**
   * Waits for a turn. False if the batch ends meanwhile, or if `until` is aborted: the search
   * for the outcome of a refund in flight has little time, and continues when no more rows are started.
   */
  readonly pass: (until?: AbortSignal) => Promise<boolean>;
  /** Waits until `--rate` lets another row start. False if no more rows may start. */
  readonly beginRow: () => Promise<boolean>;
  /** Waits this long; ends early as above. */
  readonly pause: (ms: number, until?: AbortSignal) => Promise<void>;
  readonly heard: (answer: Answer) => void;
}

export interface GateOptions {
  /** Rows a second; null for no limit. */
  readonly rate: number | null;
  /** Waits use the time since the machine started, which nobody can set back. */
  readonly clocks: Clocks;
  readonly sleep: Context["sleep"];
  /** Aborts when no more rows may start. */
  readonly stop: AbortSignal;
  /** Aborts when the user no longer waits for the batch. */
  readonly over: AbortSignal;
}

const firstPauseMs = 500;
/** If asked to wait longer than this, the batch asks again anyway, which ends in stopping it. */
const longestPauseMs = 5 * 60_000;
/** Longer ones go off at once. */
const longestTimerMs = 2 ** 31 - 1;
const firstSpacingMs = 20;
const longestSpacingMs = 2_000;

export function createGate({ rate, clocks, sleep, stop, over }: GateOptions): Gate {
  const { uptime } = clocks;
  let closedUntil = -Infinity;
  let pauseMs = firstPauseMs;
  let spacingMs = 0;
  let nextCallAt = -Infinity;
  let nextRowAt = -Infinity;

  const ended = (until: AbortSignal | undefined) => over.aborted || until?.aborted === true;

  const pause = async (ms: number, until?: AbortSignal): Promise<void> => {
    if (ms <= 0 || ended(until)) return;
    await sleep(
      Math.min(Math.ceil(ms), longestTimerMs),
      until === undefined ? over : AbortSignal.any([over, until]),
    );
  };

  const slowDown = (askedMs: number): void => {
    const time = uptime();
    // The others under way learn about it one by one, but it only counts as one slowdown.
    if (time >= closedUntil) {
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      spacingMs = Math.min(Math.max(spacingMs * 2, firstSpacingMs), longestSpacingMs);
    }
    closedUntil = Math.max(
      closedUntil,
      time + Math.min(Math.max(askedMs, pauseMs / 2), longestPauseMs),
    );
  };

  return {
    pause,
    pass: async (until) => {
      for (;;) {
        const turn = Math.max(uptime(), closedUntil, nextCallAt);
        nextCallAt = turn + spacingMs;
        await pause(turn - uptime(), until);
        if (ended(until)) return false;
        if (closedUntil <= turn) return true;
      }
    },
    beginRow: async () => {
      if (rate === null) return !stop.aborted;
      const turn = Math.max(uptime(), nextRowAt);
      nextRowAt = turn + 1000 / rate;
      await pause(turn - uptime(), stop);
      return !stop.aborted;
    },
    heard: (answer) => {
      if (answer.tag !== "response") return;
      if (saysTooMany(answer)) {
        slowDown(retryAfterMs(answer.headers["retry-after"], clocks.now()) ?? 0);
      } else if (answer.status < 500) {
        pauseMs = firstPauseMs;
        spacingMs = spacingMs < 2 ? 0 : spacingMs * 0.95;
      }
    },
  };
}

/** 2Checkout says there are too many requests. */
export function saysTooMany(answer: Answer): boolean {
  return answer.tag === "response" && (answer.status === 429 || answer.status === 503);
}
