import type { Context } from "../context.ts";
import type { Problem } from "../domain/problem.ts";
import { type CommonFlags, mayAsk } from "../flags.ts";
import { type NextCommand, nextCommandOf } from "../render/next-command.ts";
import { renderProse } from "../render/prose.ts";
import { isPlain, type Screen, screenOf } from "../render/screen.ts";
import { safe, type SafeText, visible, visibleLines, writeTo } from "../safe-text.ts";

/** What the run says while it runs: all of it goes to stderr, none of it is the result. */
export interface Talk {
  /** Whether questions may be asked (`mayAsk`). */
  readonly asks: boolean;
  /** How the text may look. */
  readonly screen: Screen;
  /** Another command line for the same account and journal, for a text that names one. */
  readonly nextCommand: NextCommand;
  /** The user only wants the result. */
  readonly quiet: boolean;
  readonly say: (text: SafeText) => void;
  /** What a question is about: shown even with `--quiet`. */
  readonly show: (text: SafeText) => void;
  readonly warn: (problem: Problem) => void;
  /** Shows that something is under way, on a terminal only. */
  readonly during: <T>(what: SafeText, work: Promise<T>) => Promise<T>;
  /** A line of the exchange with the API, or null when nobody wants to see it. */
  readonly trace: ((line: string) => void) | null;
}

/** Shown at the first Ctrl-C while a refund is in flight. */
export const waitingText = safe`Waiting for 2Checkout's answer. Press Ctrl-C again to stop waiting.`;

export function createTalk(context: Context, flags: CommonFlags): Talk {
  const { stderr, terminal, env } = context;
  const write = (text: SafeText) => {
    writeTo(stderr, safe`${text}\n`);
  };
  const quiet = flags.quiet === true;
  const screen = screenOf(context, "stderr", flags.color);
  const tell = (text: SafeText) => {
    write(renderProse(text, screen));
  };
  // With a width of 0, a spinner never stops counting its lines.
  const hasWidth = terminal.stderr && asTty(stderr).columns !== 0;
  const animated = hasWidth && !quiet && !isPlain(env);
  return {
    screen,
    nextCommand: nextCommandOf(flags),
    asks: mayAsk(flags, context),
    quiet,
    say: quiet ? () => undefined : tell,
    show: tell,
    warn: quiet
      ? () => undefined
      : ({ message }) => {
          tell(safe`${screen.paint.magenta("Warning:")} ${visibleLines(message)}`);
        },
    during: async (what, work) => {
      if (!animated) return work;
      const ora = await import("ora").then(
        (module) => module.default,
        () => null,
      );
      // The work has already started: wait for it even if it cannot be animated.
      if (ora === null) return work;
      const spinner = ora({
        text: what.text,
        stream: asTty(stderr),
        discardStdin: false,
        // Only false turns ora's own colours off.
        color: screen.paint.level === 0 ? false : "cyan",
      }).start();
      return work.finally(() => spinner.stop());
    },
    trace:
      flags.verbose === true
        ? (line) => {
            write(visible(line));
          }
        : null,
  };
}

/** Only reached if the stream is a terminal. */
function asTty(stream: Context["stderr"]): NodeJS.WriteStream {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a terminal is one
  return stream as NodeJS.WriteStream;
}
