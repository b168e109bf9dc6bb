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
  /**
   * Writes what a run ends with. Returns why it could not be written, as far as that is known by then; null also if
   * the reader has closed its pipe: it has seen enough.
   */
  readonly print: (stream: "stdout" | "stderr", text: SafeText) => string | null;
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
  const broken = new Map<Name, string>();
  const make = <Known extends Name>(name: Known): (typeof process)[Known] => {
    const stream = process[name];
    if (!made.has(name)) {
      made.add(name);
      // None of these may end the program while a refund is in flight.
      stream.on("error", (error: unknown) => {
        const why = brokenBy(error);
        // A terminal that is gone has nobody before it either.
        if (why !== null && !isTerminal(name)) broken.set(name, why);
      });
      if (name === "stdin") setOnlyWhatIsThere(process.stdin);
    }
    return stream;
  };
  const kinds = new Map<Name, Kind>();
  const kindOf = (name: Name): Kind => {
    const kind = kinds.get(name) ?? kindBehind(numbers[name]);
    kinds.set(name, kind);
    return kind;
  };
  const isTerminal = (name: Name) => kindOf(name) === "terminal";
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
      // Looked up each time, because windows change size. The one for talk may be a file while the other is a window.
      get columns() {
        const shown = (["stderr", "stdout"] as const).find(isTerminal);
        return (shown && process[shown].columns) || 80;
      },
      get rows() {
        return (isTerminal("stdout") ? process.stdout.rows : 0) || 24;
      },
    },
    print: (name, text) => {
      if (text.isEmpty) return null;
      // Whoever writes to a pipe may have to wait for its reader, and no signal is heard meanwhile.
      const mustHear = kindOf(name) === "pipe" && process.listenerCount("SIGINT") > 0;
      // What a stream still has to write comes first, and Windows wants other characters for its terminals.
      if (made.has(name) || isTerminal(name) || mustHear) {
        writeTo(make(name), text);
        return broken.get(name) ?? null;
      }
      return writeNow(numbers[name], text, (rest) => make(name).write(rest));
    },
  };
}

/**
 * Returns why it could not be written; null if it was.
 * @param later takes what a pipe that does not wait for its reader has no room for
 */
function writeNow(fd: number, text: SafeText, later: (rest: Uint8Array) => void): string | null {
  let rest: Uint8Array = Buffer.from(text.text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
    return null;
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") return brokenBy(error);
    later(rest);
    return null;
  }
}

/** In the system's words; null where nobody reads any more: the exit code and the journal still show the outcome. */
function brokenBy(error: unknown): string | null {
  // Windows calls it EOF.
  if (["EPIPE", "EOF"].includes(codeOf(error))) return null;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

type Kind = "terminal" | "pipe" | "file";

/** Files, pipes and the null device are told apart without the module that isatty() is in. */
function kindBehind(fd: number): Kind {
  try {
    const stream = fstatSync(fd);
    if (stream.isFIFO() || stream.isSocket()) return "pipe";
    // Windows has no such numbers.
    const isNull = stream.rdev !== 0 && stream.rdev === statSync(devNull).rdev;
    if (!stream.isCharacterDevice() || isNull) return "file";
  } catch {
    // What cannot be looked at may be one.
  }
  return isatty(fd) ? "terminal" : "file";
}

/** What is behind it takes longer to load than all of help, which does not need it. */
function isatty(fd: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(fd);
}

/** Another stop may have been listened for, and closed it. */
function closeIfOpen(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // It is closed.
  }
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
    for (const fd of terminals) if (!isatty(fd)) closeIfOpen(fd);
  };
}
