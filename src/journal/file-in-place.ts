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
      `${path} was deleted or replaced while it was in use, and the file there now does not have this refund`,
    );
  };
}

/**
 * Why what is there cannot hold a journal, in words; null where it can, and where nothing is. Opening a pipe
 * would wait for somebody at its other end.
 */
export function noFileAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return null;
  if (found.isDirectory()) return "it is a folder, not a file";
  return found.isFIFO() ? "it is a named pipe, not a file" : "it is a device, not a file";
}

/**
 * Why the file is not the only one of its name, in words; null when it is. Through a second name its
 * unfinished commits are not found, and a backup made by such a link is no copy.
 */
export function secondNameOf(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined || !file.isFile() || file.nlink <= 1) return null;
  return `the file has ${file.nlink} names (hard links), so it can be changed unnoticed; keep only one (find them: find / -xdev -inum ${file.ino})`;
}
