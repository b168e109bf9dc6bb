import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The three files of the journal. */
export const journalFiles = ["journal.db", "journal.db-wal", "journal.db-shm"] as const;
export type JournalFile = (typeof journalFiles)[number];

/** What may happen to a file. `at` says where, from 0 to 1. */
export type Damage =
  | { readonly tag: "missing" | "older"; readonly file: JournalFile | "all" }
  | { readonly tag: "cut" | "one bit off"; readonly file: JournalFile; readonly at: number };

export function damageText(damage: Damage): string {
  const file = damage.file === "all" ? "all three files" : damage.file;
  switch (damage.tag) {
    case "missing":
      return `${file} missing`;
    case "older":
      return `an older copy of ${file}`;
    case "cut":
      return `${file} cut at ${Math.round(damage.at * 100)} %`;
    case "one bit off":
      return `${file}: one bit off at ${Math.round(damage.at * 100)} %`;
  }
}

/** The folders of one simulated machine. */
export interface Disk {
  readonly home: string;
  readonly data: string;
  readonly config: string;
  readonly work: string;
  readonly journal: string;
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
  const place = (file: JournalFile) => join(data, file);

  const change = (damage: Damage, file: JournalFile): boolean => {
    const path = place(file);
    const older = join(backup, file);
    switch (damage.tag) {
      case "missing":
        if (!existsSync(path)) return false;
        rmSync(path);
        return true;
      case "older":
        if (!existsSync(older)) {
          // There was no such file at that time.
          if (!existsSync(path)) return false;
          rmSync(path);
          return true;
        }
        cpSync(older, path);
        return true;
      case "cut": {
        const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
        if (bytes.length === 0) return false;
        truncateSync(path, Math.floor(bytes.length * damage.at));
        return true;
      }
      case "one bit off": {
        const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
        const at = Math.min(Math.floor(bytes.length * damage.at), bytes.length - 1);
        if (at < 0) return false;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        writeFileSync(path, bytes);
        return true;
      }
    }
  };

  return {
    ...{ home, data, config, work, journal: join(data, "journal.db") },
    freeze: () => {
      rmSync(frozen, { recursive: true, force: true });
      cpSync(home, frozen, { recursive: true, preserveTimestamps: true });
    },
    thaw: () => {
      rmSync(home, { recursive: true, force: true });
      renameSync(frozen, home);
    },
    backUp: () => {
      for (const file of journalFiles) {
        if (existsSync(place(file))) cpSync(place(file), join(backup, file));
        else rmSync(join(backup, file), { force: true });
      }
    },
    damage: (damage) => {
      const files = damage.file === "all" ? journalFiles : [damage.file];
      return files.map((file) => change(damage, file)).some((done) => done);
    },
    remove: () => {
      rmSync(base, { recursive: true, force: true });
    },
  };
}
