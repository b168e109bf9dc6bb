import type { Clocks } from "../../clocks.ts";
import type { Answer } from "../../transport/exchange.ts";
import { retryAfterMs } from "../../transport/retry.ts";

/** What all workers of a batch pass before a call, so that one of them being told to slow down slows all. */
export interface Gate {
  /**
   * Waits for one's turn. False when the batch is over meanwhile, or when `until` is aborted: what looks
   * for the end of a refund in flight has little time for it, and goes on when no more rows are begun.
   */
  readonly pass: (until?: AbortSignal) => Promise<boolean>;
  /** Waits until another row may begin, as `--rate` has it. False when no more are to be begun. */
  readonly beginRow: () => Promise<boolean>;
  /** Waits so long; ends early as above. */
  readonly pause: (ms: number, until?: AbortSignal) => Promise<void>;
  readonly heard: (answer: Answer) => void;
}

export interface GateOptions {
  /** Rows a second; null for no limit. */
  readonly rate: number | null;
  /** Waits go by the time since the machine started, which nobody can set back. */
  readonly clocks: Clocks;
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborts when no more rows are to be begun. */
  readonly stop: AbortSignal;
  /** Aborts when nobody waits for the batch any more. */
  readonly over: AbortSignal;
}

const firstPauseMs = 500;
/** Asked to wait longer than this, the batch asks again all the same; that ends in its stopping. */
const longestPauseMs = 5 * 60_000;
const firstSpacingMs = 20;
const longestSpacingMs = 2_000;
/** An end of waiting is noticed this soon. */
const sliceMs = 250;

export function createGate({ rate, clocks, sleep, stop, over }: GateOptions): Gate {
  const { uptime } = clocks;
  let closedUntil = -Infinity;
  let pauseMs = firstPauseMs;
  let spacingMs = 0;
  let nextCallAt = -Infinity;
  let nextRowAt = -Infinity;

  const ended = (until: AbortSignal | undefined) => over.aborted || until?.aborted === true;

  const pause = async (ms: number, until?: AbortSignal): Promise<void> => {
    for (let left = Math.ceil(ms); left > 0 && !ended(until); left -= sliceMs) {
      await sleep(Math.min(left, sliceMs));
    }
  };

  const slowDown = (askedMs: number): void => {
    const time = uptime();
    // The others that were under way learn of it one by one; it is one slowing down all the same.
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
      if (isBusy(answer)) {
        slowDown(retryAfterMs(answer.headers["retry-after"], clocks.now()) ?? 0);
      } else if (answer.status < 500) {
        pauseMs = firstPauseMs;
        spacingMs = spacingMs < 2 ? 0 : spacingMs * 0.95;
      }
    },
  };
}

/** 2Checkout asks for fewer requests. */
export function isBusy(answer: Answer): boolean {
  return answer.tag === "response" && (answer.status === 429 || answer.status === 503);
}
