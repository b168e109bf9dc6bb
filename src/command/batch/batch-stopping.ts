import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";

/*
 * What Ctrl-C, SIGTERM and a closed terminal mean in a batch. While the file is read, checked and confirmed they end
 * the run, and nothing was sent. Once rows are refunded, the first starts no more rows and waits for those under
 * way; the second gives up waiting for their answers. What one row makes of that: `runOfRow` of refund-row.ts.
 */

/** Aborts when no more rows may start: at once if the run ends before any row did. */
export function startStopping({ stopping }: Pick<Run, "stopping">): AbortController {
  const stop = new AbortController();
  stopping.cancelled.catch(() => {
    stop.abort();
  });
  return stop;
}

/** @param work refunds the rows; its signal aborts when their answers are not waited for any more */
export function whileRowsRun<T>(
  stop: AbortController,
  { stopping, talk }: Pick<Run, "stopping" | "talk">,
  work: (giveUp: AbortSignal) => Promise<T>,
): Promise<T> {
  return stopping.whileSending({
    onWait: () => {
      // Removes the bar first, because this text would otherwise go into its line.
      stop.abort();
      talk.show(
        safe`Stopping: no more rows will be started. Waiting for the ones under way. Press Ctrl-C again to stop waiting.`,
      );
    },
    wasSent: () => true,
    work,
  });
}
