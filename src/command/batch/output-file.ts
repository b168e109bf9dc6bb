import {
  accessSync,
  closeSync,
  constants,
  createWriteStream,
  fstatSync,
  ftruncateSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { Socket } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { UsageError } from "../../failure.ts";

/** A file that results must never overwrite. */
export interface ProtectedFile {
  /** Null if it has no name, such as stdin. */
  readonly path: string | null;
  /** Null when it is not open. */
  readonly fd: number | null;
  /** As in "--output would overwrite …". */
  readonly what: string;
}

/** A file for results that can be written; it stays unchanged until it is opened. */
export interface OutputFile {
  /** Empties or creates it, readable by its owner only. @throws UsageError */
  readonly open: () => Writable;
}

/** @throws UsageError if it is one of the spared files under any name, or cannot be written */
export function claimOutput(
  path: string,
  flag: "--output" | "--failed",
  spared: readonly ProtectedFile[],
): OutputFile {
  const refuseSpared = (file: Stats | null) => {
    const one = spared.find((each) => isSame(each, path, file));
    if (one !== undefined)
      throw new UsageError(`${flag} would overwrite ${one.what}. Nothing was sent.`);
  };
  const named = statOf(path);
  refuseSpared(named);
  unlessImpossible(flag, () => {
    if (named?.isDirectory() === true) throw new Error(`${path} is a folder`);
    accessSync(named === null ? dirname(realPathOf(path)) : path, constants.W_OK);
  });
  return {
    open: () => {
      const { O_WRONLY, O_CREAT, O_NONBLOCK } = constants;
      // Opening a pipe that nobody reads would wait for a reader.
      const flags = O_WRONLY | O_CREAT | (named?.isFIFO() === true ? O_NONBLOCK : 0);
      // Opening does not empty it: first we look at what it is now.
      const fd = unlessImpossible(flag, () => openSync(path, flags, 0o600));
      const file = fstatSync(fd);
      try {
        refuseSpared(file);
        if (file.isFile()) ftruncateSync(fd, 0);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      return file.isFIFO()
        ? new Socket({ fd, readable: false, writable: true })
        : createWriteStream(path, { fd });
    },
  };
}

/** Whether two files are the same, whatever they are called. */
export function sameFile(a: Stats, b: Stats): boolean {
  // A terminal or /dev/null may be read and written at the same time.
  return !a.isCharacterDevice() && a.dev === b.dev && a.ino === b.ino;
}

/** What a name leads to now; null if that is nothing, or not visible. */
export function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function isSame({ path, fd }: ProtectedFile, output: string, found: Stats | null): boolean {
  if (path !== null && realPathOf(path) === realPathOf(output)) return true;
  const own = fd !== null ? fstatSync(fd) : path === null ? null : statOf(path);
  return own !== null && found !== null && sameFile(found, own);
}

/** As many links as systems follow. */
const maxLinks = 40;

/** Where a name leads, even if there is nothing there yet. */
function realPathOf(path: string, links = maxLinks): string {
  try {
    return realpathSync(path);
  } catch {
    const target = links === 0 ? null : targetOf(path);
    if (target !== null) return realPathOf(resolve(dirname(path), target), links - 1);
    const folder = dirname(path);
    return folder === path ? path : join(realPathOf(folder, links), basename(path));
  }
}

/** Null if it is not a symbolic link. */
function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function unlessImpossible<T>(flag: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The results cannot be written (${flag}), so nothing was sent: ${words}`);
  }
}
