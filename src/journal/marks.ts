import { createHash } from "node:crypto";
import {
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { isAbsent } from "./absent.ts";
import { type Counts, together } from "./counts.ts";
import type { JournalState } from "./state.ts";

/**
 * What this machine has seen of journals, kept apart from them: which journal is at a path, and the newest
 * state of each. All of it is in the names of empty files, so that a kill or a power cut leaves the old
 * name or the new one and nothing between, and several processes need no lock.
 */
export interface Marks {
  /** Ids of the journals that were accepted at this path; nearly always one or none. */
  readonly here: readonly string[];
  /** The newest counts seen of a journal; null of one that was never seen. */
  readonly newest: (id: string) => Counts | null;
  /** Notes what is on disk already, never what is only about to be. Never throws. */
  readonly keep: (seen: JournalState) => void;
  /** From now on this is right, whatever was seen before; null: that nothing is there. */
  readonly accept: (found: JournalState | null) => void;
}

/** The marks of a journal that nobody will come back to. */
export const noMarks: Marks = {
  here: [],
  newest: () => null,
  keep: () => undefined,
  accept: () => undefined,
};

/**
 * Reads the marks, which must happen before the journal is looked at: another process may go on at any
 * time, and a mark read later could be newer than the state read earlier.
 * @param where one name for the journal's place, however that was written
 */
export function readMarks(folder: string, where: string): Marks {
  const place = `at-${createHash("sha256").update(where).digest("hex").slice(0, 32)}`;
  const names = namesIn(folder);
  const here = names.flatMap((name) => (name.startsWith(`${place}-`) ? [lastPart(name)] : []));
  const namesOf = (id: string) => names.filter((name) => name.startsWith(`${id}-`));
  const newest = (id: string) =>
    namesOf(id)
      .map(countsIn)
      .reduce<Counts | null>((all, each) => (all === null ? each : together(all, each)), null);
  let current: string | null = null;
  const keep = (seen: JournalState) => {
    const name = nameOf(seen);
    if (current === null) {
      if (!here.includes(seen.id)) create(folder, `${place}-${seen.id}`);
      if (!names.includes(name)) create(folder, name);
      // What processes that ran side by side have seen is part of what is there now.
      const older = namesOf(seen.id).filter((other) => other !== name);
      for (const other of older) rmSync(join(folder, other), { force: true });
    } else if (current !== name) {
      replace(folder, current, name);
    }
    current = name;
  };
  return {
    here,
    newest,
    keep: (seen) => {
      try {
        keep(seen);
      } catch {
        // A mark that stays behind notices less, and must not replace what came of a refund.
      }
    },
    accept: (found) => {
      const forget = names.filter(
        (name) =>
          name.startsWith(`${place}-`) || (found !== null && name.startsWith(`${found.id}-`)),
      );
      for (const name of forget) rmSync(join(folder, name), { force: true });
      if (found === null) return;
      create(folder, `${place}-${found.id}`);
      create(folder, nameOf(found));
    },
  };
}

function nameOf({ id, counts }: JournalState): string {
  return `${id}-${counts.join(".")}`;
}

function countsIn(name: string): Counts {
  return lastPart(name).split(".").map(Number);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("-") + 1);
}

function create(folder: string, name: string): void {
  makeFolder(folder);
  writeFileSync(join(folder, name), "", { mode: 0o600 });
}

function replace(folder: string, from: string, to: string): void {
  try {
    renameSync(join(folder, from), join(folder, to));
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // Another process has moved it on.
    create(folder, to);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** One name for a file however its path is written, even while the file is missing. */
export function truePath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const folder = dirname(path);
    if (folder === path || !isAbsent(error)) return path;
    const here = join(truePath(folder), basename(path));
    const isLink = lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? truePath(resolve(dirname(here), readlinkSync(here))) : here;
  }
}
