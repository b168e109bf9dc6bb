import type { Run } from "../command/run.ts";
import { renderBar, renderCounts } from "../render/batch.ts";
import type { Tally } from "./tally.ts";

/** Says on stderr how far a batch has come: one line that is redrawn on a terminal, else a line now and then. */
export interface Progress {
  /** Writes something else without its mixing with the bar. */
  readonly around: <T>(write: () => Promise<T>) => Promise<T>;
  readonly end: () => void;
}

const redrawMs = 100;
const lineMs = 5_000;
const clearLine = "\r\u001b[2K";

export function startProgress({ context, talk }: Run, tally: () => Tally): Progress {
  const { stderr, terminal, env } = context;
  const redraws =
    terminal.stderr && env["TERM"] !== "dumb" && (env["REFUND_ACCESSIBLE"] ?? "") === "";
  const startedAt = context.now();
  const elapsed = () => context.now() - startedAt;
  const draw = () => {
    if (talk.quiet) return;
    if (redraws) {
      stderr.write(clearLine + renderBar(tally(), elapsed(), terminal.columns));
    } else {
      talk.say(renderCounts(tally(), elapsed()));
    }
  };
  const timer = setInterval(draw, redraws ? redrawMs : lineMs);
  return {
    around: (write) => {
      if (redraws && terminal.stdout && !talk.quiet) stderr.write(clearLine);
      return write();
    },
    end: () => {
      clearInterval(timer);
      if (redraws && !talk.quiet) stderr.write(clearLine);
    },
  };
}
