import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { safe, type SafeText } from "../safe-text.ts";
import { UsageError } from "../failure.ts";

/** Where the results of rows go, one line each. */
export interface Results {
  /** Waits until the line is taken. False when the output cannot be written any more. */
  readonly write: (line: SafeText) => Promise<boolean>;
  /** Why results are missing from it, in the system's words. */
  readonly broken: () => string | null;
  readonly close: () => Promise<void>;
}

/**
 * @param path a file that is made anew, readable by its owner only; null for the standard output
 * @throws UsageError when the file cannot be made: before any row is sent
 */
export async function openResults(path: string | null, stdout: Writable): Promise<Results> {
  const stream = path === null ? stdout : await openFile(path);
  let ended = false;
  let broken: string | null = null;
  const noteEnd = (error: NodeJS.ErrnoException) => {
    ended = true;
    // A reader that has seen enough misses nothing.
    if (error.code !== "EPIPE") broken ??= error.message;
  };
  stream.on("error", noteEnd);
  return {
    write: (line) =>
      new Promise((resolve) => {
        if (ended) resolve(false);
        else {
          stream.write(safe`${line}\n`.text, (error) => {
            if (error instanceof Error) noteEnd(error);
            resolve(!ended);
          });
        }
      }),
    broken: () => broken,
    close: async () => {
      if (path === null) stream.off("error", noteEnd);
      // One that is broken says so again, sometimes later than this.
      else await new Promise<void>((resolve) => stream.end(resolve));
    },
  };
}

async function openFile(path: string): Promise<Writable> {
  const stream = createWriteStream(path, { mode: 0o600 });
  try {
    await once(stream, "open");
    return stream;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The results cannot be written (--output), so nothing was sent: ${words}`);
  }
}
