import { closeSync, fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type SafeText, writeTo } from "./safe-text.ts";

/** What a run reads, and what it writes to. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly terminal: Terminal;
  /** Writes what a run ends with. */
  readonly print: (stream: "stdout" | "stderr", text: SafeText) => void;
}

/** Which streams are terminals, how wide the one for talk is, and how high the one for results. */
export interface Terminal {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly columns: number;
  readonly rows: number;
}

const numbers = { stdin: 0, stdout: 1, stderr: 2 } as const;
type Name = keyof typeof numbers;

/** Those of this process. Each is made when it is needed, because what Node loads for one takes longer than help. */
export function processStreams(): StandardStreams {
  const made = new Set<Name>();
  const make = <Known extends Name>(name: Known): (typeof process)[Known] => {
    const stream = process[name];
    if (!made.has(name)) {
      made.add(name);
      stream.on("error", ignoreGone);
      if (name === "stdin") setOnlyWhatIsThere(process.stdin);
    }
    return stream;
  };
  const terminals = new Map<Name, boolean>();
  const isTerminal = (name: Name): boolean => {
    const is = terminals.get(name) ?? (mayBeTerminal(numbers[name]) && isatty(numbers[name]));
    terminals.set(name, is);
    return is;
  };
  return {
    get stdin() {
      return make("stdin");
    },
    get stdout() {
      return make("stdout");
    },
    get stderr() {
      return make("stderr");
    },
    terminal: {
      get stdin() {
        return isTerminal("stdin");
      },
      get stdout() {
        return isTerminal("stdout");
      },
      get stderr() {
        return isTerminal("stderr");
      },
      // Looked up each time, because windows change size. Not columns of stdout, which may be a pipe.
      get columns() {
        return (isTerminal("stderr") ? process.stderr.columns : 0) || 80;
      },
      get rows() {
        return (isTerminal("stdout") ? process.stdout.rows : 0) || 24;
      },
    },
    print: (name, text) => {
      if (text.isEmpty) return;
      // A stream may have more to write first, and Windows wants other characters for its terminals.
      if (made.has(name) || isTerminal(name)) writeTo(make(name), text);
      else writeNow(numbers[name], text, (rest) => make(name).write(rest));
    },
  };
}

/** @param later takes what a pipe that does not wait for its reader has no room for */
function writeNow(fd: number, text: SafeText, later: (rest: Uint8Array) => void): void {
  let rest: Uint8Array = Buffer.from(text.text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") later(rest);
    else ignoreGone();
  }
}

/** Sees that files, pipes and the null device are none, without the module that isatty() is in. */
function mayBeTerminal(fd: number): boolean {
  try {
    const stream = fstatSync(fd);
    // Windows has no such numbers.
    const isNull = stream.rdev !== 0 && stream.rdev === statSync(devNull).rdev;
    return stream.isCharacterDevice() && !isNull;
  } catch {
    return true;
  }
}

/** What is behind it takes longer to load than all of help, which does not need it. */
function isatty(fd: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(fd);
}

/** Where the terminal is gone, a question that ends would set it back, and fail where nobody can catch it. */
function setOnlyWhatIsThere(stdin: NodeJS.ReadStream): void {
  if (!stdin.isTTY) return;
  const setRawMode = stdin.setRawMode.bind(stdin);
  stdin.setRawMode = (mode) => (isatty(0) ? setRawMode(mode) : stdin);
}

/**
 * At its end Node sets its terminals back as they were, and aborts where one is gone; what is closed it lets be.
 * Returns what is to be called then.
 */
export function leaveTerminals(): () => void {
  const terminals = Object.values(numbers).filter((fd) => isatty(fd));
  return () => {
    for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
  };
}

/**
 * A reader that has seen enough, a full disk, a terminal that is gone: none of these may end the program while a
 * refund is in flight, or replace the exit code of one that was made.
 */
function ignoreGone(): void {
  // The exit code and the journal still show the outcome.
}
