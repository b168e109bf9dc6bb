import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readable, Writable } from "node:stream";
import envPaths from "env-paths";
import { type Keychain, systemKeychain } from "./config/keychain.ts";

/** The outside world as a value: what a run may see and touch. Tests pass their own. */
export interface Context {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly folders: { readonly config: string; readonly data: string };
  /** Holds secrets outside of this program; asked only where nothing else has them. */
  readonly keychain: Keychain;
  readonly who: { readonly user: string; readonly host: string; readonly pid: number };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Calls back for Ctrl-C and SIGTERM instead of ending the process; returns what undoes it. */
  readonly onStop: (stopped: () => void) => () => void;
}

/** Which streams are terminals, and how wide the one for talk is. */
export interface Terminal {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly columns: number;
}

/** The real world. The only place that reads `process`. */
export function processContext(): Context {
  const { stdin, stdout, stderr } = process;
  const paths = envPaths("refund", { suffix: "" });
  return {
    stdin,
    stdout,
    stderr,
    terminal: {
      stdin: stdin.isTTY,
      stdout: stdout.isTTY,
      stderr: stderr.isTTY,
      // Looked up each time, because windows change size. Not columns of stdout, which may be a pipe.
      get columns() {
        return stderr.isTTY ? stderr.columns : 80;
      },
    },
    env: process.env,
    cwd: process.cwd(),
    folders: { config: paths.config, data: paths.data },
    keychain: systemKeychain(process.execPath),
    who: { user: userName(), host: hostname(), pid: process.pid },
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms) => sleep(ms),
    onStop: (stopped) => {
      process.on("SIGINT", stopped).on("SIGTERM", stopped);
      return () => process.off("SIGINT", stopped).off("SIGTERM", stopped);
    },
  };
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
