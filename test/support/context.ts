import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Context, Stop } from "../../src/context.ts";
import { main } from "../../src/main.ts";
import { type SafeText, writeTo } from "../../src/safe-text.ts";
import type { Terminal } from "../../src/standard-streams.ts";
import { type Clock, clockAt } from "./clock.ts";
import { refuseSecrets } from "./secrets.ts";
import { type MemoryKeychain, memoryKeychain } from "./keychain.ts";

/** What a command line left behind. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has said on stderr so far. */
  readonly said: () => string;
  /** Resolves when stderr has said so; fails when the run ends without. */
  readonly says: (words: string) => Promise<void>;
  /** As if somebody typed. */
  readonly type: (keys: string) => void;
  /** As if this were piped into it, and nothing more. */
  readonly pipe: (text: string) => void;
  /** As if somebody pressed Ctrl-C. */
  readonly stop: () => void;
}

/** A machine of one's own to run command lines on: folders, environment and clock, nothing of the real one. */
export interface Machine {
  readonly cwd: string;
  readonly folders: {
    readonly home: string;
    readonly config: string;
    readonly data: string;
    readonly cache: string;
  };
  /** Where the journal is unless something else is configured. */
  readonly journal: string;
  readonly env: Record<string, string>;
  readonly clock: Clock;
  readonly keychain: MemoryKeychain;
  /** The pages that were opened in the browser. */
  readonly opened: string[];
  /** How many pauses have not ended. */
  readonly pausing: () => number;
  readonly start: (...argv: readonly string[]) => Running;
  readonly run: (...argv: readonly string[]) => Promise<Ended>;
}

export interface MachineOptions {
  /** Nothing is one unless it is said here. */
  readonly terminal?: Partial<Terminal>;
  /** Pauses take hardly any real time; with this they move the machine's clock. */
  readonly pausesMoveClock?: boolean;
  /** What happens elsewhere while the program pauses. */
  readonly onPause?: () => unknown;
}

/** The folders are removed with the test. The clock stands but for a tick a look. */
export function machineFor(options: MachineOptions = {}): Machine {
  const { terminal = {}, pausesMoveClock = false, onPause } = options;
  const home = mkdtempSync(join(tmpdir(), "refund-test-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const cwd = join(home, "work");
  const [config, data, cache] = [join(home, "config"), join(home, "data"), join(home, "cache")];
  const folders = { home, config, data, cache };
  for (const folder of [cwd, folders.config]) mkdirSync(folder);
  // The spinner draws with a timer; its absence keeps what is said readable.
  const env: Record<string, string> = { TERM: "dumb" };
  const clock = clockAt(Date.UTC(2026, 10, 21, 12, 0, 0));
  const keychain = memoryKeychain();
  const opened: string[] = [];
  let pausing = 0;
  const base = {
    terminal: { stdin: false, stdout: false, stderr: false, columns: 100, rows: 40, ...terminal },
    who: { user: "agent", host: "desk-7", pid: 4242 },
    env,
    cwd,
    folders,
    keychain,
    now: clock.now,
    uptime: clock.uptime,
    random: () => 0.5,
    openPage: (url: URL) => {
      opened.push(url.href);
      return Promise.resolve(null);
    },
    versions: { node: "20.19.0", v8: process.versions.v8, platform: "linux x64" },
    startPager: () => Promise.resolve(null),
    sleep: async (ms: number, until?: AbortSignal) => {
      pausing += 1;
      // What ends a pause may come about while it lasts.
      const sliceMs = until === undefined ? ms : 250;
      for (let left = ms; left > 0 && until?.aborted !== true; left -= sliceMs) {
        if (pausesMoveClock) {
          clock.advance(Math.min(left, sliceMs));
          // Or minutes would go by while the disk writes what is recorded meanwhile.
          await setTimeout(Math.min(left, 5));
        }
        await Promise.race([onPause?.(), ...(until === undefined ? [] : [abortionOf(until)])]);
      }
      pausing -= 1;
    },
  };
  const start = (...argv: readonly string[]): Running => startOn(base, argv);
  return {
    cwd,
    folders,
    env,
    clock,
    keychain,
    opened,
    pausing: () => pausing,
    start,
    journal: join(folders.data, "journal.db"),
    run: (...argv) => start(...argv).ended,
  };
}

function abortionOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}

type Base = Omit<Context, "stdin" | "stdout" | "stderr" | "print" | "onStop">;

function startOn(base: Base, argv: readonly string[]): Running {
  const stdin = new PassThrough();
  const stdout = capture();
  const stderr = capture();
  const stops = new Set<(how: Stop) => void>();
  const onStop = (stopped: (how: Stop) => void) => {
    stops.add(stopped);
    return () => void stops.delete(stopped);
  };
  const streams = { stdin, stdout: stdout.stream, stderr: stderr.stream };
  const print = (stream: "stdout" | "stderr", text: SafeText) => {
    writeTo(streams[stream], text);
    return null;
  };
  const ended = main(argv, { ...base, ...streams, print, onStop }).then((code) => {
    const [out, err] = [stdout.text(), stderr.text()];
    refuseSecrets({ argv, env: base.env, said: out + err, data: base.folders.data ?? "" });
    return { code, out, err };
  });
  return {
    ended,
    said: stderr.text,
    says: (words) =>
      Promise.race([
        stderr.until(words),
        ended.then(({ code, err }) => {
          if (err.includes(words)) return;
          throw new Error(`It ended with ${code} and never said "${words}", but:\n${err}`);
        }),
      ]),
    type: (keys) => void stdin.write(keys),
    pipe: (text) => void stdin.end(text),
    stop: () => {
      for (const stopped of [...stops]) stopped("asked");
    },
  };
}

function capture() {
  let text = "";
  const waiting = new Set<() => void>();
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString("utf8");
      for (const look of [...waiting]) look();
      done();
    },
  });
  // As with a process's own streams: what is piped into it does not end it.
  stream.end = () => stream;
  const until = (words: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!text.includes(words)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { stream, text: () => text, until };
}
