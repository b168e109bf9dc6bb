import type { Writable } from "node:stream";
import { safe, type SafeText } from "../safe-text.ts";

/** Where the results of rows go, one line each. */
export interface Results {
  /** Waits until the line is written. False if the output can no longer be written. */
  readonly write: (line: SafeText) => Promise<boolean>;
  /** The same for what no terminal shows. */
  readonly writeBytes: (bytes: Uint8Array) => Promise<boolean>;
  /** Why results are missing from it, in the system's words. */
  readonly broken: () => string | null;
  readonly close: () => Promise<void>;
}

/** @param keepOpen whether the stream is not ours to end: stdout */
export function resultsInto(
  stream: Writable,
  { keepOpen }: { readonly keepOpen: boolean },
): Results {
  let ended = false;
  let broken: string | null = null;
  const noteEnd = (error: NodeJS.ErrnoException) => {
    ended = true;
    // A reader that has closed the pipe has seen enough.
    if (error.code !== "EPIPE") broken ??= error.message;
  };
  stream.on("error", noteEnd);
  const write = (data: string | Uint8Array) =>
    new Promise<boolean>((resolve) => {
      if (ended) resolve(false);
      else {
        stream.write(data, (error) => {
          if (error instanceof Error) noteEnd(error);
          resolve(!ended);
        });
      }
    });
  return {
    write: (line) => write(safe`${line}\n`.text),
    writeBytes: write,
    broken: () => broken,
    close: async () => {
      if (keepOpen) stream.off("error", noteEnd);
      // A broken stream reports its error again, sometimes after this.
      else await new Promise<void>((resolve) => stream.end(resolve));
    },
  };
}
