import { hostname, uptime, userInfo } from "node:os";
import type { Clocks } from "./clocks.ts";
import type { Keychain } from "./config/keychain.ts";
import type { StartedPager } from "./pager.ts";
import { type Folders, foldersOf } from "./folders.ts";
import { leaveTerminals, processStreams, type StandardStreams } from "./standard-streams.ts";

/** The outside world as a value: what a run may see and touch. Tests pass their own. */
export interface Context extends Clocks, StandardStreams {
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
  /** Waits so long, or until it is aborted: who waits no longer must not keep the process from its end. */
  readonly sleep: (ms: number, until?: AbortSignal) => Promise<void>;
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

/**
 * The real world. The only place that reads `process`. Each part is looked up when it is needed: help
 * and version touch only their output.
 */
export function processContext(): Context {
  let who: Context["who"] | null = null;
  const streams = processStreams();
  return {
    get stdin() {
      return streams.stdin;
    },
    get stdout() {
      return streams.stdout;
    },
    get stderr() {
      return streams.stderr;
    },
    terminal: streams.terminal,
    print: streams.print,
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
    sleep,
    openPage: async (url) => (await import("./open-page.ts")).openPage(url, process.platform),
    onStop: listenForStops,
    startPager: async (command, env) => {
      const { startPager } = await import("./pager.ts");
      return startPager(command, env);
    },
  };
}

function sleep(ms: number, until?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      until?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, until?.aborted === true ? 0 : ms);
    until?.addEventListener("abort", end);
  });
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
