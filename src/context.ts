import { closeSync } from "node:fs";
import { hostname, uptime, userInfo } from "node:os";
import type { Readable, Writable } from "node:stream";
import type { Clocks } from "./clocks.ts";
import type { Keychain } from "./config/keychain.ts";
import type { StartedPager } from "./pager.ts";
import { type Folders, foldersOf } from "./folders.ts";

/** The outside world as a value: what a run may see and touch. Tests pass their own. */
export interface Context extends Clocks {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder; null when it was deleted. */
  readonly cwd: string | null;
  readonly folders: Folders;
  /** Holds secrets outside this program; only asked if nothing else has them. */
  readonly keychain: Keychain;
  /** Versions of what runs this program. */
  readonly versions: {
    readonly node: string;
    readonly v8: string;
    /** Operating system and processor, such as `linux x64`. */
    readonly platform: string;
  };
  readonly who: { readonly user: string; readonly host: string; readonly pid: number };
  /** At least 0, below 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Opens a page in the user's browser. Null when it starts, else why not. */
  readonly openPage: (url: URL) => Promise<string | null>;
  /**
   * Calls back for Ctrl-C, SIGTERM and a closed terminal instead of ending the process; returns a function
   * that undoes it.
   */
  readonly onStop: (stopped: (how: Stop) => void) => () => void;
  /**
   * Starts a command that shows what is written into it, with this terminal as its own; null where there is no
   * such command.
   */
  readonly startPager: (
    command: string,
    env: Readonly<Record<string, string | undefined>>,
  ) => Promise<StartedPager | null>;
}

/**
 * Ctrl-C, of which whoever else has the terminal hears, too; SIGTERM; or the terminal is gone, which happens only
 * once.
 */
export type Stop = "asked" | "terminated" | "hung-up";

/** Which streams are terminals, how wide the one for talk is, and how high the one for results. */
export interface Terminal {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly columns: number;
  readonly rows: number;
}

/**
 * The real world. The only place that reads `process`. Each part is looked up when it is needed: help
 * and version touch only their output.
 */
export function processContext(): Context {
  let stdin: NodeJS.ReadStream | null = null;
  let who: Context["who"] | null = null;
  const heard = new Set<Readable | Writable>();
  const surviving = <T extends Readable | Writable>(stream: T): T => {
    if (!heard.has(stream)) heard.add(stream.on("error", ignoreGone));
    return stream;
  };
  return {
    get stdin() {
      stdin ??= settingWhatIsThere(surviving(process.stdin));
      return stdin;
    },
    get stdout() {
      return surviving(process.stdout);
    },
    get stderr() {
      return surviving(process.stderr);
    },
    get terminal() {
      const { stdin, stdout, stderr } = process;
      return {
        stdin: stdin.isTTY,
        stdout: stdout.isTTY,
        stderr: stderr.isTTY,
        // Looked up each time, because windows change size. Not columns of stdout, which may be a pipe.
        get columns() {
          return (stderr.isTTY ? stderr.columns : 0) || 80;
        },
        get rows() {
          return (stdout.isTTY ? stdout.rows : 0) || 24;
        },
      };
    },
    env: process.env,
    get cwd() {
      return workingFolder();
    },
    get folders() {
      return foldersOf({ platform: process.platform, env: process.env, userHome });
    },
    get who() {
      who ??= { user: userName(), host: hostname(), pid: process.pid };
      return who;
    },
    get versions() {
      const { node, v8 } = process.versions;
      return { node, v8, platform: `${process.platform} ${process.arch}` };
    },
    keychain: {
      reach: async () => (await systemKeychain()).reach(),
      read: async (account) => (await systemKeychain()).read(account),
      write: async (account, secret) => (await systemKeychain()).write(account, secret),
      remove: async (account) => (await systemKeychain()).remove(account),
    },
    now: () => Date.now(),
    uptime: uptimeOf(),
    random: () => Math.random(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    openPage: async (url) => (await import("./open-page.ts")).openPage(url, process.platform),
    onStop: listenForStops,
    startPager: async (command, env) => {
      const { startPager } = await import("./pager.ts");
      return startPager(command, env);
    },
  };
}

/**
 * The machine's uptime, which Node finds in a file of the system each time: some dozen times for a row of a batch.
 * Within a second it is reckoned on from the last time, if the wall clock agrees, which goes on while a machine sleeps.
 */
function uptimeOf(): () => number {
  let awakeAt = -Infinity;
  let wallAt = -Infinity;
  let found = 0;
  return () => {
    const awake = performance.now() - awakeAt;
    const wall = Date.now() - wallAt;
    if (awake < 1_000 && Math.abs(wall - awake) < 5) return found + awake;
    awakeAt = performance.now();
    wallAt = Date.now();
    found = uptime() * 1000;
    return found;
  };
}

/** The module behind it takes longer to load than all of help, which does not need it. */
function isatty(stream: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(stream);
}

/** At its end Node sets its terminals back as they were, and aborts where one is gone; what is closed it lets be. */
function leaveTerminals(): () => void {
  const terminals = [0, 1, 2].filter((stream) => isatty(stream));
  return () => {
    for (const stream of terminals) if (!isatty(stream)) closeSync(stream);
  };
}

/** Where the terminal is gone, a question that ends would set it back, and fail where nobody can catch it. */
function settingWhatIsThere(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  if (!stdin.isTTY) return stdin;
  const setRawMode = stdin.setRawMode.bind(stdin);
  stdin.setRawMode = (mode) => (isatty(0) ? setRawMode(mode) : stdin);
  return stdin;
}

/** `timeout` and shells send a signal to a program and then to its group: one stop arrives twice. */
const echoMs = 300;

function listenForStops(stopped: (how: Stop) => void): () => void {
  process.once("exit", leaveTerminals());
  let heardAt = -Infinity;
  const hear = (how: Stop) => {
    const isEcho = performance.now() - heardAt < echoMs;
    heardAt = performance.now();
    if (!isEcho) stopped(how);
  };
  const asked = () => {
    hear("asked");
  };
  const terminated = () => {
    hear("terminated");
  };
  const hungUp = () => {
    hear("hung-up");
  };
  process.on("SIGINT", asked).on("SIGTERM", terminated).on("SIGHUP", hungUp);
  const giveBack = () => {
    process.off("SIGINT", asked).off("SIGTERM", terminated).off("SIGHUP", hungUp);
  };
  return () => {
    const echoed = heardAt + echoMs - performance.now();
    // Else the echo would end the process before it has said that it was stopped.
    if (echoed > 0) setTimeout(giveBack, echoed).unref();
    else giveBack();
  };
}

/** Loaded when a secret is needed from it; a run with credentials in its environment never does that. */
async function systemKeychain(): Promise<Keychain> {
  const { systemKeychain: open } = await import("./config/keychain.ts");
  return open(process.execPath);
}

/**
 * A reader that has seen enough, a full disk, a terminal that is gone: none of these may end the program while a
 * refund is in flight, or replace the exit code of one that was made.
 */
function ignoreGone(): void {
  // The exit code and the journal still show the outcome.
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** From the password database: `os.homedir()` would believe HOME first. */
function userHome(): string | null {
  try {
    return userInfo().homedir;
  } catch {
    return null;
  }
}

function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
