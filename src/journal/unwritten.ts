import type { AttemptId } from "../domain/attempt-id.ts";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { isAbsent } from "./absent.ts";
import type { NewAttempt } from "./attempt-row.ts";
import type { SettlementRecord, Withdrawal } from "./settlement.ts";

/** What a shared journal has to be told as soon as it can be reached. */
export type Unwritten =
  /** What came of an attempt. */
  | { readonly tag: "outcome"; readonly attempt: AttemptId; readonly settlement: SettlementRecord }
  /** That a refund was withdrawn, and by which cancellation. */
  | { readonly tag: "withdrawal"; readonly attempt: AttemptId; readonly withdrawal: Withdrawal }
  /** An intent of which nothing was sent, because nobody heard whether it was recorded. */
  | { readonly tag: "unsent"; readonly row: NewAttempt };

/** Where it is kept meanwhile. */
export interface Shelf {
  /** Returns the file; readable by its owner only, and there whole or not at all. */
  readonly keep: (what: Unwritten) => string;
  readonly all: () => readonly Unwritten[];
  readonly drop: (what: Unwritten) => void;
}

/** A file for each attempt, so that processes which end side by side need no lock. */
export function shelfIn(folder: string, journal: string): Shelf {
  const fileOf = (what: Unwritten) => join(folder, `${journal}-${attemptIn(what)}.json`);
  return {
    keep: (what) => {
      makeFolder(folder);
      const file = fileOf(what);
      writeFileSync(`${file}.new`, JSON.stringify(what), { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
      return file;
    },
    all: () =>
      namesIn(folder)
        .filter((name) => name.startsWith(`${journal}-`) && name.endsWith(".json"))
        .flatMap((name) => readKept(join(folder, name))),
    drop: (what) => {
      rmSync(fileOf(what), { force: true });
    },
  };
}

function attemptIn(what: Unwritten): AttemptId {
  return what.tag === "unsent" ? what.row.id : what.attempt;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Written by `keep` alone, so what it wrote is what is read; nothing where another process has dropped it. */
function readKept(file: string): readonly Unwritten[] {
  try {
    return [JSON.parse(readFileSync(file, "utf8")) as Unwritten];
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
