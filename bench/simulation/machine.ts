import { PassThrough, Writable } from "node:stream";
import type { Context, Stop } from "../../src/context.ts";
import { main } from "../../src/main.ts";
import { writeTo } from "../../src/safe-text.ts";
import type { SimulatedClock } from "./clock.ts";
import type { Disk } from "./disk.ts";
import { merchant } from "./shop.ts";
import { withSlowNames } from "./slow-names.ts";
import type { Visit } from "./visit.ts";

/** What a command line left behind. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** It did not end in time, in real seconds. */
  readonly hung: boolean;
}

export interface Running {
  readonly ended: Promise<Ended>;
  readonly said: () => string;
  /** Whether it has ended. */
  readonly isOver: () => boolean;
  readonly type: (text: string) => void;
  /** As if somebody pressed Ctrl-C. */
  readonly stop: () => void;
}

export interface Surroundings {
  readonly disk: Disk;
  /** Where the machine keeps data. */
  readonly data: string;
  /** How far its clock is from the desk's. */
  readonly apartMs: number;
  readonly clock: SimulatedClock;
  readonly environment: Readonly<Record<string, string>>;
  readonly random: () => number;
}

export interface RunOptions {
  /** Somebody sits at a terminal and can be asked. */
  readonly asks?: boolean;
  /** Waited for whenever a connection is made. */
  readonly onConnect?: () => Promise<void>;
}

/** Longer than any time-out of a simulated run, on a machine that has other things to do. */
const longestRunMs = 45_000;

/**
 * Starts one command line in this process. What a killed one does after its death counts for nothing: the
 * service hangs up on it, and the disk goes back to what it was when it died.
 */
export function startRun(
  argv: readonly string[],
  visit: Visit,
  { disk, data, apartMs, clock, environment, random }: Surroundings,
  { asks = false, onConnect = () => Promise.resolve() }: RunOptions = {},
): Running {
  let looks = 0;
  const stdin = new PassThrough();
  const stdout = capture();
  const stderr = capture();
  const stops = new Set<() => void>();
  const context: Context = {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    print: (stream, text) => {
      writeTo(context[stream], text);
      return null;
    },
    terminal: { stdin: asks, stdout: asks, stderr: asks, columns: 100, rows: 40 },
    startPager: () => Promise.resolve(null),
    env: {
      HOME: disk.home,
      TERM: "dumb",
      NO_COLOR: "1",
      REFUND_ACCESSIBLE: "1",
      REFUND_MERCHANT_CODE: merchant.code,
      REFUND_SECRET_KEY: merchant.key,
      REFUND_LEGACY_USERNAME: merchant.legacyUser,
      REFUND_LEGACY_PASSWORD: merchant.legacyPassword,
      ...environment,
    },
    cwd: disk.work,
    folders: { home: disk.config, config: disk.config, data, cache: disk.config },
    keychain: {
      reach: emptyKeychain,
      read: emptyKeychain,
      write: emptyKeychain,
      remove: emptyKeychain,
    },
    who: { user: "agent", host: "desk-7", pid: 4242 },
    now: () => {
      looks += 1;
      const { death } = visit;
      if (!visit.dead && death?.tag === "at a look at the clock" && death.count === looks)
        visit.die();
      return clock.wall() + apartMs;
    },
    uptime: clock.uptime,
    random,
    versions: { node: "20.19.0", v8: process.versions.v8, platform: "linux x64" },
    openPage: () => Promise.resolve(null),
    sleep: async (ms: number) => {
      if (!visit.dead) clock.pass(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
    onStop: (stopped: (how: Stop) => void) => {
      const stop = () => {
        stopped("asked");
      };
      stops.add(stop);
      return () => void stops.delete(stop);
    },
  };
  const ran = withSlowNames(onConnect, () => main(argv, context));
  let over = false;
  void ran.finally(() => (over = true)).catch(() => undefined);
  return {
    isOver: () => over,
    ended: inTime(ran).then((code) => ({
      code: visit.dead || code === late ? null : code,
      out: stdout.text(),
      err: stderr.text(),
      hung: code === late && !visit.dead,
    })),
    said: stderr.text,
    type: (text) => void stdin.write(text),
    stop: () => {
      for (const stopped of [...stops]) stopped();
    },
  };
}

const late = Symbol("late");

async function inTime<T>(work: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
    }, longestRunMs);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

const emptyKeychain = () => Promise.resolve({ tag: "done", secret: null } as const);

function capture() {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString("utf8");
      done();
    },
  });
  // As with a process's own streams: what is piped into it does not end it.
  stream.end = () => stream;
  return { stream, text: () => text };
}
