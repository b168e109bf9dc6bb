import { closeSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Kysely } from "kysely";
import { makeFolder } from "../make-folder.ts";
import { connect, inMemory } from "./database.ts";
import { noFileAt, secondNameOf } from "./file-in-place.ts";
import { HelpedError, journalCheck } from "./help.ts";
import { type Marks, noMarks, readMarks, truePath } from "./marks.ts";
import { migrate } from "./migrations.ts";
import { lostChanges } from "./lost-changes.ts";
import { type JournalState, readState } from "./state.ts";
import type { Tables } from "./tables.ts";

export interface Opened {
  readonly database: Kysely<Tables>;
  readonly state: JournalState;
  readonly marks: Marks;
  /** False of one in memory, which nobody will come back to. */
  readonly inFile: boolean;
}

/**
 * Opens a journal with the newest schema, but not one that has forgotten what this machine has seen of it.
 * @param markFolder where this machine keeps its marks; null where nothing is compared
 * @param create whether a journal is begun where there is none; else an empty one is opened in memory
 */
export async function openWhole(
  path: string,
  markFolder: string | null,
  create: boolean,
  givenUp: AbortSignal | null,
): Promise<Opened> {
  const marks =
    markFolder === null || path === inMemory ? noMarks : readMarks(markFolder, truePath(path));
  const isThere = path !== inMemory && statSync(path, { throwIfNoEntry: false }) !== undefined;
  if (!isThere) requireWhole(marks, null);
  else requireFile(path);
  const inFile = isThere || (create && path !== inMemory);
  if (inFile) prepareFile(path);
  const database = await connect(inFile ? path : inMemory, givenUp);
  try {
    const found = await readState(database);
    requireWhole(marks, found);
    await migrate(database);
    const state = found ?? (await readState(database));
    if (state === null) throw new Error("it has lost the row that says which journal it is");
    if (inFile) marks.keep(state);
    return { database, state, marks, inFile };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

function requireFile(path: string): void {
  const reason = noFileAt(path);
  if (reason !== null) throw new Error(reason);
}

/** Readable by its owner only. Created here and not by SQLite, which would let the umask decide. */
function prepareFile(path: string): void {
  makeFolder(dirname(path));
  closeSync(openSync(path, "a", 0o600));
  const reason = secondNameOf(path);
  if (reason !== null) throw new HelpedError(reason, journalCheck);
}

function requireWhole(marks: Marks, found: JournalState | null): void {
  const missing = lostChanges(marks, found);
  if (missing.length === 0) return;
  throw new HelpedError(`${missing.join("; ")}. Put the right file back`, {
    lead: "To go on without it, see",
    command: "journal check",
  });
}
