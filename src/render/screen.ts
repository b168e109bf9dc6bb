import type { CommonFlags } from "../flags.ts";
import type { Context } from "../context.ts";
import { type NextCommand, nextCommandOf } from "./next-command.ts";
import { showsLinks } from "./terminal-links.ts";
import { createPaint, type Paint } from "./paint.ts";

/** How one stream shows text. */
export interface Screen {
  /** As wide as the window is now. */
  readonly columns: number;
  /** Whole sentences instead of columns: for pipes, dumb terminals and screen readers. */
  readonly plain: boolean;
  /** Whether it shows links. */
  readonly links: boolean;
  /** Paints nothing if there are no colours, so no meaning may depend on colour alone. */
  readonly paint: Paint;
}

/** The stream for the result and the one for talk; either may be a pipe. */
export interface Screens {
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** The command to run next, where a text names one. */
  readonly nextCommand: NextCommand;
}

export function screensOf(context: Pick<Context, "terminal" | "env">, flags: CommonFlags): Screens {
  return {
    stdout: screenOf(context, "stdout", flags.color),
    stderr: screenOf(context, "stderr", flags.color),
    nextCommand: nextCommandOf(flags),
  };
}

/** @param colour false for `--no-color` */
export function screenOf(
  context: Pick<Context, "terminal" | "env">,
  stream: "stdout" | "stderr",
  colour: boolean | undefined,
): Screen {
  const { terminal, env } = context;
  const plain = !terminal[stream] || isPlain(env);
  const noColour = (env["NO_COLOR"] ?? "") !== "";
  return {
    get columns() {
      return terminal.columns;
    },
    plain,
    links: !plain && showsLinks(env),
    // The 16 colours of the terminal's own theme, which are readable on its background; except yellow,
    // which is hard to read on most light ones and is not used here.
    paint: createPaint(plain || noColour || colour === false ? 0 : 1),
  };
}

/** Whether the user's terminal cannot, or should not, redraw what it shows. */
export function isPlain(env: Context["env"]): boolean {
  return env["TERM"] === "dumb" || (env["REFUND_ACCESSIBLE"] ?? "") !== "";
}
