import { statSync } from "node:fs";
import { JournalUnavailable } from "../failure.ts";

/**
 * Remembers the file that a path leads to now, and returns what throws once it leads to another or to none:
 * a file that was deleted or replaced while it was open takes in what is written, and nobody reads it again.
 * @throws JournalUnavailable
 */
export function watchInPlace(path: string): () => void {
  const identity = () => {
    const file = statSync(path, { throwIfNoEntry: false });
    return file && `${file.dev} ${file.ino}`;
  };
  const opened = identity();
  return () => {
    // Gone before the first look, it is not in place either.
    if (opened !== undefined && identity() === opened) return;
    throw new JournalUnavailable(
      `${path} was deleted or replaced while it was in use, and what is there now knows nothing of this refund`,
    );
  };
}
