import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kill, pid } from "node:process";

// A holder keeps the lock for milliseconds, so one this old was left behind,
// even if its process id belongs to a living process again.
const staleMs = 10_000;
const patienceMs = 30_000;
const pauseMs = 2;

/**
 * Runs the act while no other process runs one for the same folder. A lock left behind by a process
 * that died is removed. Throws when the lock cannot be had within half a minute.
 */
export function withFolderLock<T>(folder: string, act: () => T): T {
  const lock = join(folder, "state.lock");
  const deadline = Date.now() + patienceMs;
  while (!take(lock)) {
    if (isStale(lock)) removeStale(folder, lock);
    else if (Date.now() > deadline) throw new Error(`${lock} is held by another process.`);
    else pause();
  }
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

// Two processes may find the same lock stale; without this second lock the slower one would remove
// the lock that the faster one has meanwhile taken.
function removeStale(folder: string, lock: string): void {
  const broom = join(folder, "state.lock.removal");
  if (take(broom)) {
    if (isStale(lock)) rmSync(lock, { force: true });
    rmSync(broom, { force: true });
  } else if (ageOf(broom) > staleMs) {
    rmSync(broom, { force: true });
  } else {
    pause();
  }
}

function isStale(lock: string): boolean {
  if (ageOf(lock) > staleMs) return true;
  const owner = Number(readOrEmpty(lock));
  return owner > 0 && !isAlive(owner);
}

function isAlive(owner: number): boolean {
  try {
    kill(owner, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}

/** Milliseconds since the file was written; 0 when it is gone. */
function ageOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
