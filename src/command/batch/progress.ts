import type { Run } from "../run.ts";
import { renderBar, renderCounts } from "./render-progress.ts";
import { safe, writeTo } from "../../safe-text.ts";
import { isPlain } from "../../render/screen.ts";
import type { Tally } from "./tally.ts";

/** Shows the progress of a batch on stderr: one redrawn line on a terminal, else a line now and then. */
export interface Progress {
  /** Writes something else without mixing it with the bar. */
  readonly around: <T>(write: () => Promise<T>) => Promise<T>;
  /** Removes the bar until it is drawn again, so that something else can be written. */
  readonly clear: () => void;
  readonly end: () => void;
}

const redrawMs = 100;
const lineMs = 5_000;
const clearLine = safe`\r\u001b[2K`;
/** A bar as wide as a window that has just shrunk would be wrapped, and half of it would stay when it is drawn again. */
const cutOff = safe`\u001b[?7l`;
const wrapped = safe`\u001b[?7h`;

export function startProgress({ context, talk }: Run, tally: () => Tally): Progress {
  const { stderr, terminal, env } = context;
  // Lines of the exchange would otherwise go into the bar.
  const redraws = terminal.stderr && !isPlain(env) && !talk.quiet && talk.trace === null;
  const startedAt = context.now();
  const elapsed = () => context.now() - startedAt;
  let over = false;
  const clear = () => {
    if (redraws) writeTo(stderr, clearLine);
  };
  const draw = () => {
    if (redraws) {
      const bar = renderBar(tally(), elapsed(), talk.screen);
      writeTo(stderr, safe`${clearLine}${cutOff}${bar}${wrapped}`);
    } else talk.say(renderCounts(tally(), elapsed(), talk.screen));
  };
  const timer = setInterval(draw, redraws ? redrawMs : lineMs);
  return {
    around: async (write) => {
      if (!redraws || !terminal.stdout) return write();
      clear();
      const written = await write();
      if (!over) draw();
      return written;
    },
    clear,
    end: () => {
      over = true;
      clearInterval(timer);
      clear();
    },
  };
}
