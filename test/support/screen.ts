import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { onTestFinished } from "vitest";
import type { Desk } from "./program.ts";
import { refuseSecrets } from "./secrets.ts";

const entry = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** The real program at a real pseudo-terminal, and what its screen shows. */
export interface AtScreen {
  /** Everything on the screen and above it, as a person reads it; no line ends in spaces. */
  readonly text: () => string;
  /** Every byte that was written to the terminal. */
  readonly raw: () => string;
  /** Resolves when the screen shows the words; fails when the program ends without, or does not in time. */
  readonly shows: (words: string) => Promise<void>;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Sends SIGTERM to the program, and to nothing that it has started. */
  readonly terminate: () => void;
  /** Closes the terminal, as when its window is closed. */
  readonly hangUp: () => void;
  /** The exit code; that of a shell when a signal ended it. */
  readonly ended: Promise<number>;
}

export interface ScreenOptions {
  /** 0: a terminal that does not know how wide it is. */
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What Node runs; the program as it is installed unless it is said. */
  readonly program?: string;
  /** What a shell types when Ctrl-Z has suspended the program. Without it there is no shell, and Ctrl-Z does nothing. */
  readonly whenSuspended?: string;
}

export const keys = {
  enter: "\r",
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  backspace: "\u007f",
  escape: "\u001b",
  ctrlC: "\u0003",
  ctrlD: "\u0004",
  ctrlZ: "\u001a",
  space: " ",
} as const;

/** Longer than any answer of the stand-in takes on a busy machine. */
const patienceMs = 20_000;

/** Starts the program at a terminal; it is ended with the test. */
export function atScreen(
  desk: Desk,
  argv: readonly string[],
  { columns = 80, rows = 40, env = {}, program = entry, whenSuspended }: ScreenOptions = {},
): AtScreen {
  const cwd = join(desk.home, "work");
  mkdirSync(cwd, { recursive: true });
  const size = { cols: columns || 80, rows };
  const line = [process.execPath, program, ...argv];
  const shellOf = (script: string) => ["bash", "-c", script, ...line];
  const lineAtScreen = () => {
    if (columns === 0) return shellOf('stty columns 0; exec "$0" "$@"');
    return whenSuspended === undefined ? line : shellOf(`set -m; "$0" "$@"; ${whenSuspended}`);
  };
  const [command = "", ...words] = lineAtScreen();
  const child = pty.spawn(command, words, {
    name: env["TERM"] ?? "xterm-256color",
    ...size,
    cwd,
    env: { ...desk.env, ...env },
  });
  const terminal = new xterm.Terminal({ ...size, allowProposedApi: true });
  let raw = "";
  let over: number | null = null;
  const looks = new Set<() => void>();
  const look = () => {
    for (const one of [...looks]) one();
  };
  child.onData((data) => {
    raw += data;
    terminal.write(data, look);
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode, signal = 0 }) => {
      const code = signal === 0 ? exitCode : 128 + signal;
      over = code;
      refuseSecrets({
        argv,
        env: desk.env,
        said: raw,
        data: desk.env["XDG_DATA_HOME"] ?? "",
      });
      terminal.write("", () => {
        look();
        resolve(code);
      });
    });
  });
  onTestFinished(() => {
    if (over === null) child.kill("SIGKILL");
    terminal.dispose();
  });
  const text = () => textOf(terminal);
  const shows = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const stop = (settle: () => void) => {
        looks.delete(check);
        clearTimeout(timer);
        settle();
      };
      const fail = (why: string) => {
        stop(() => {
          reject(new Error(`${why} "${words}". The screen:\n${text()}`));
        });
      };
      const check = () => {
        if (text().includes(words)) stop(resolve);
        else if (over !== null) fail(`It ended with ${over} and never showed`);
      };
      const timer = setTimeout(() => {
        fail("It has not shown");
      }, patienceMs);
      looks.add(check);
      check();
    });
  return {
    text,
    shows,
    ended,
    raw: () => raw,
    type: (typed) => {
      child.write(typed);
    },
    terminate: () => {
      child.kill("SIGTERM");
    },
    hangUp: () => {
      // Its types leave out that it can be closed.
      (child as pty.IPty & { readonly destroy: () => void }).destroy();
    },
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
  };
}

function textOf(terminal: xterm.Terminal): string {
  const buffer = terminal.buffer.active;
  return Array.from({ length: buffer.length }, (_, index) =>
    (buffer.getLine(index)?.translateToString(true) ?? "").trimEnd(),
  )
    .join("\n")
    .trimEnd();
}
