import Database from "libsql";
import Promised from "libsql/promise";

// Loaded when a journal is opened, or ahead of that: its native part takes longer than most commands. Where the
// bundle finds that part, see scripts/bundling.js. The single executable has scripts/binary/libsql.ts in this place.

export { Database };

/** Runs a statement on a thread of libsql's, so that this one does not wait for the disk. */
export function execAside(file: Database.Database, text: string): Promise<void> {
  // Both of libsql's classes hold the same kind of connection, and this uses nothing else of it.
  return Promised.prototype.exec.call(file as unknown as Promised, text) as Promise<void>;
}
