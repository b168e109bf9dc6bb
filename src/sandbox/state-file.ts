import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolderLock } from "./folder-lock.ts";
import { parseJson } from "./json.ts";
import { parseMemory } from "./memory.ts";
import type { Memory } from "./shop.ts";
import type { Store } from "./store.ts";

/**
 * A store that lasts in a folder, as `state.json`, and is shared by every process that names the same
 * folder. Throws when the file there is not a state file.
 */
export function fileStore(folder: string, open: () => Memory): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = statePath(folder);
  return {
    change: (act) =>
      withFolderLock(folder, () => {
        const before = existsSync(file) ? readFileSync(file, "utf8") : null;
        const memory = before === null ? open() : parseMemory(parseJson(before));
        if (memory === null) throw new Error(`${file} is not a state file of this stand-in.`);
        const result = act(memory);
        const after = JSON.stringify(memory);
        if (after !== before) replace(file, after);
        return result;
      }),
    reset: () => {
      withFolderLock(folder, () => {
        replace(file, JSON.stringify(open()));
      });
    },
  };
}

/** Forgets what a folder keeps, readable or not; a server that uses it opens afresh. */
export function eraseState(folder: string): void {
  rmSync(statePath(folder), { force: true });
}

function statePath(folder: string): string {
  return join(folder, "state.json");
}

// A reader never sees half a file, and a crash leaves the old one.
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
