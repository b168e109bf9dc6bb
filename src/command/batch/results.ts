import type { Writable } from "node:stream";
import { safe, type SafeText } from "../../safe-text.ts";

/** Where the results of rows go, one line each. */
export interface Results {
  /** Waits until the line is taken. False when the output cannot be written any more. */
  readonly write: (line: SafeText) => Promise<boolean>;
  /** Why results are missing from it, in the system's words. */
  readonly broken: () => string | null;
  readonly close: () => Promise<void>;
}

/** @param lasts it is not this one's to end: the standard output */
export function resultsInto(stream: Writable, { lasts }: { readonly lasts: boolean }): Results {
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
      if (lasts) stream.off("error", noteEnd);
      // One that is broken says so again, sometimes later than this.
      else await new Promise<void>((resolve) => stream.end(resolve));
    },
  };
}
