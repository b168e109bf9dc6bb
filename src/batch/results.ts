import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";

/** Where the results of rows go, one line each. */
export interface Results {
  /** Waits until the line is taken. False when the output cannot be written any more. */
  readonly write: (line: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** @param path a file that is made anew, readable by its owner only; null for the standard output */
export function openResults(path: string | null, stdout: Writable): Results {
  const stream = path === null ? stdout : createWriteStream(path, { mode: 0o600 });
  let broken = false;
  const noteBroken = () => {
    broken = true;
  };
  stream.on("error", noteBroken);
  return {
    write: (line) =>
      new Promise((resolve) => {
        if (broken) resolve(false);
        else {
          stream.write(`${line}\n`, (error) => {
            broken ||= error instanceof Error;
            resolve(!broken);
          });
        }
      }),
    close: async () => {
      if (path !== null) await new Promise<void>((resolve) => stream.end(resolve));
      stream.off("error", noteBroken);
    },
  };
}
