import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The journal's one file, and what there is beside it in the middle of a commit. */
export const journalFiles = ["journal.db", "journal.db-journal"] as const;

/** What the machine remembers of the journal, apart from it. */
const marks = "marks";

/** What may happen to the journal or to the marks. `at` says where, from 0 to 1. */
export type Damage =
  | { readonly tag: "missing" | "older"; readonly what: "journal.db" | typeof marks }
  | { readonly tag: "cut" | "one bit off"; readonly at: number }
  | { readonly tag: "linked" };

export function damageText(damage: Damage): string {
  switch (damage.tag) {
    case "missing":
      return `${damage.what} missing`;
    case "older":
      return `an older copy of ${damage.what}`;
    case "cut":
      return `journal.db cut at ${Math.round(damage.at * 100)} %`;
    case "one bit off":
      return `journal.db: one bit off at ${Math.round(damage.at * 100)} %`;
    case "linked":
      return "journal.db has a second name";
  }
}

/** The folders of one simulated machine. */
export interface Disk {
  readonly home: string;
  readonly data: string;
  readonly config: string;
  readonly work: string;
  readonly journal: string;
  /** The data folder of another machine of this user. */
  readonly dataOf: (machine: number) => string;
  readonly hasJournal: () => boolean;
  /** Keeps all as it is now, as a process that is killed now would leave it. */
  readonly freeze: () => void;
  /** Goes back to what was frozen. */
  readonly thaw: () => void;
  /** Keeps a copy of the journal, as a backup program does. */
  readonly backUp: () => void;
  /** Damages the journal; false when there is nothing to damage. */
  readonly damage: (damage: Damage) => boolean;
  readonly remove: () => void;
}

// In memory where there is such a thing: thousands of sequences would wear a disk.
const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export function openDisk(): Disk {
  const base = mkdtempSync(join(root, "refund-simulation-"));
  const home = join(base, "home");
  const frozen = join(base, "frozen");
  const backup = join(base, "backup");
  // Where a process of this user has them, too.
  const data = join(home, ".local", "share", "refund");
  const config = join(home, ".config", "refund");
  const work = join(home, "work");
  for (const folder of [data, config, work, backup]) mkdirSync(folder, { recursive: true });
  const journal = join(data, "journal.db");

  const change = (damage: Damage): boolean => {
    switch (damage.tag) {
      case "missing":
        rmSync(join(data, damage.what), { recursive: true, force: true });
        return true;
      case "older":
        // It may be so old that there was none.
        rmSync(join(data, damage.what), { recursive: true, force: true });
        copy(join(backup, damage.what), join(data, damage.what));
        return true;
      case "cut":
        truncateSync(journal, Math.floor(statSync(journal).size * damage.at));
        return true;
      case "one bit off": {
        const bytes = readFileSync(journal);
        const at = Math.min(Math.floor(bytes.length * damage.at), bytes.length - 1);
        if (at < 0) return false;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        writeFileSync(journal, bytes);
        return true;
      }
      case "linked":
        linkSync(journal, join(work, "journal.db"));
        return true;
    }
  };

  return {
    home,
    data,
    config,
    work,
    journal,
    dataOf: (machine) => (machine === 0 ? data : join(home, `machine-${machine}`, "refund")),
    hasJournal: () => existsSync(journal),
    freeze: () => {
      rmSync(frozen, { recursive: true, force: true });
      cpSync(home, frozen, { recursive: true, preserveTimestamps: true });
    },
    thaw: () => {
      rmSync(home, { recursive: true, force: true });
      renameSync(frozen, home);
    },
    backUp: () => {
      for (const what of ["journal.db", marks]) {
        rmSync(join(backup, what), { recursive: true, force: true });
        copy(join(data, what), join(backup, what));
      }
    },
    damage: (damage) => existsSync(journal) && change(damage),
    remove: () => {
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
