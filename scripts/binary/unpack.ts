import { createHash, randomUUID } from "node:crypto";
import {
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { getAsset } from "node:sea";
import { isOwnFolder } from "../../src/compiled-code.ts";
import { makeFolder } from "../../src/make-folder.ts";

/** Nobody takes longer to write a file; what is left of an earlier run is older. */
const unfinishedForMs = 3_600_000;

/**
 * Puts a file out of the executable into a folder that only this user can write in, once: it is named by its
 * hash, and used again only if it still has that hash.
 * @returns its path
 * @throws when others can write in the folder, and the system's error
 */
export function unpack(asset: string, folder: string): string {
  const contents = Buffer.from(getAsset(asset));
  const hash = sha256(contents);
  makeFolder(folder);
  if (!isOwnFolder(folder))
    throw new Error(
      `the folder must belong to you, and only you may write to it. Run: chmod go-w ${folder}`,
    );
  const path = join(folder, `${hash}-${asset}`);
  if (hashOf(path) === hash) return path;
  removeUnfinished(asset, folder);
  // Another process may unpack the same file now: each renames one of its own, and all are alike.
  const unfinished = `${path}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, contents, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return path;
}

/** What runs that were killed have left. */
function removeUnfinished(asset: string, folder: string): void {
  const before = Date.now() - unfinishedForMs;
  for (const name of readdirSync(folder)) {
    if (!name.includes(`-${asset}.`)) continue;
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < before) rmSync(path, { force: true });
  }
}

/** Null where there is no such file. */
function hashOf(path: string): string | null {
  const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? sha256(readFileSync(path)) : null;
}

function sha256(contents: Buffer): string {
  return createHash("sha256").update(contents).digest("hex");
}
