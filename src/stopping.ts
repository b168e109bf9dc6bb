import type { Context, Stop } from "./context.ts";
import { Cancelled } from "./failure.ts";

/** What Ctrl-C, SIGTERM and a closed terminal mean: before a refund is sent they end the run; after, they wait first. */
export interface Stopping {
  /** Rejects with Cancelled when the user stops the run before anything was sent. */
  readonly cancelled: Promise<never>;
  /** Aborted at that same moment: questions end with it. */
  readonly signal: AbortSignal;
  /**
   * Aborted when the user waits for no answer any more, the journal's included: by whatever stops the run before
   * anything was sent, by the second stop while a refund is in flight, and by any stop after that.
   */
  readonly givenUp: AbortSignal;
  /**
   * Runs work that may send a refund. The first stop only calls `onWait`; the second aborts the signal,
   * unless the terminal was closed: there is nobody any more who does not want to wait. Once
   * something was sent, later stops end nothing but the wait for the journal: all that is left is to report the
   * outcome.
   * @throws Cancelled, before the work begins, when the run was stopped already
   */
  readonly whileSending: <T>(sending: {
    readonly onWait: () => void;
    readonly work: (giveUp: AbortSignal) => Promise<T>;
    readonly wasSent: (result: T) => boolean;
  }) => Promise<T>;
  /**
   * Runs work while somebody else has the terminal, a pager for example: whatever stops the run meanwhile is
   * told to the work, which ends by itself. With Cancelled it ends the run, whatever else is under way in it.
   */
  readonly whileElsewhere: <T>(onStop: (how: Stop) => void, work: () => Promise<T>) => Promise<T>;
  /** Whether something was sent in this run. */
  readonly wasSent: () => boolean;
  /** Gives the signals back, unless something was sent: its outcome must still be reported. */
  readonly end: () => void;
}

export function watchStops(context: Context): Stopping {
  let stopped = false;
  let sent = false;
  let sending: ((how: Stop) => void) | null = null;
  const aborting = new AbortController();
  const givingUp = new AbortController();
  let cancel: (reason: Cancelled) => void = () => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = reject;
  });
  // There may be nobody waiting when it happens.
  cancelled.catch(() => undefined);
  const giveBack = context.onStop((how) => {
    if (sending !== null) {
      sending(how);
    } else if (!sent) {
      stopped = true;
      cancel(new Cancelled());
      aborting.abort();
      givingUp.abort();
    } else if (how !== "hung-up") {
      givingUp.abort();
    }
  });
  return {
    cancelled,
    signal: aborting.signal,
    givenUp: givingUp.signal,
    wasSent: () => sent,
    end: () => {
      if (!sent) giveBack();
    },
    whileElsewhere: async (onStop, work) => {
      if (stopped) throw new Cancelled();
      sending = onStop;
      try {
        return await work();
      } catch (error) {
        if (error instanceof Cancelled) cancel(error);
        throw error;
      } finally {
        sending = null;
      }
    },
    whileSending: async ({ onWait, work, wasSent }) => {
      if (stopped) throw new Cancelled();
      const giveUp = new AbortController();
      let stops = 0;
      sending = (how) => {
        stops += 1;
        if (stops === 1) {
          onWait();
        } else if (how !== "hung-up") {
          giveUp.abort();
          givingUp.abort();
        }
      };
      try {
        const result = await work(giveUp.signal);
        sent ||= wasSent(result);
        return result;
      } finally {
        sending = null;
      }
    },
  };
}
