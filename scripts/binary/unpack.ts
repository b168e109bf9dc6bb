import { createHash, randomUUID } from "node:crypto";
import { lstatSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getAsset } from "node:sea";
import { makeFolder } from "../../src/make-folder.ts";

/**
 * Puts a file out of the executable into a folder that only this user can write in, once: it is named by its
 * hash, and used again only if it still has that hash.
 * @returns its path
 * @throws when the folder is not this user's alone
 */
export function unpack(asset: string, folder: string): string {
  const contents = Buffer.from(getAsset(asset));
  const hash = sha256(contents);
  makeFolder(folder);
  requirePrivate(folder);
  const path = join(folder, `${hash}-${asset}`);
  if (hashOf(path) === hash) return path;
  // Another process may unpack the same file now: each renames one of its own, and all are alike.
  const unfinished = `${path}.${randomUUID()}`;
  writeFileSync(unfinished, contents, { mode: 0o600, flag: "wx" });
  renameSync(unfinished, path);
  return path;
}

function requirePrivate(folder: string): void {
  const found = lstatSync(folder);
  // Windows has no such bits; there the folder is in the user's own profile.
  if (process.getuid === undefined) return;
  const isOwn = found.isDirectory() && found.uid === process.getuid();
  if (isOwn && (found.mode & 0o077) === 0) return;
  throw new Error(
    `${folder} is not a folder that only you can read and write. Run: chmod 700 ${folder}`,
  );
}

/** Null where there is no such file. */
function hashOf(path: string): string | null {
  const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? sha256(readFileSync(path)) : null;
}

function sha256(contents: Buffer): string {
  return createHash("sha256").update(contents).digest("hex");
}
