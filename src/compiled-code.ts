import { existsSync, lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "./make-folder.ts";

interface NodeModule {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/**
 * Has Node keep the code that it makes of this program for the next run, where it can (22 and later). What is kept is
 * run later and is not checked, so it stays in a folder that nobody else can write to, and not where Node would put it,
 * which all users of a machine share.
 * @param cache the user's folder for what can be deleted at any time; null: nothing is kept
 */
export function keepCompiledCode(cache: string | null): void {
  if (Number.parseInt(process.versions.node) < 22 || cache === null) return;
  const folder = join(cache, "compiled");
  try {
    // A home that is not there is not made for this.
    if (!existsSync(dirname(dirname(cache)))) return;
    // The executable without Node has it inside.
    if (process.getBuiltinModule("node:sea").isSea()) return;
    makeFolder(folder);
    // The types are those of Node 20, which has no such function.
    const { enableCompileCache } = process.getBuiltinModule("node:module") as NodeModule;
    if (isOwnFolder(cache) && isOwnFolder(folder)) enableCompileCache?.(folder);
  } catch {
    // A home that cannot be written to: the next run starts more slowly.
  }
}

/**
 * Whether this is a folder of the user's own that nobody else can write to. Windows keeps others out of a user's
 * folders.
 * @throws the system's error
 */
export function isOwnFolder(path: string): boolean {
  const found = lstatSync(path);
  if (!found.isDirectory()) return false;
  return (
    process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0)
  );
}
