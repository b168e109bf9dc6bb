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

/** A file that results must never be written over. */
export interface SparedFile {
  /** Null for what has no name, such as the standard input. */
  readonly path: string | null;
  /** Null when it is not open. */
  readonly fd: number | null;
  /** As in "--output names …". */
  readonly what: string;
}

/** A file for results that may be written, and is as it was until then. */
export interface OutputFile {
  /** Empties it, or makes it, readable by its owner only. @throws UsageError */
  readonly open: () => Writable;
}

/** @throws UsageError when it is one of the spared files by whatever name, or cannot be written */
export function claimOutput(path: string, spared: readonly SparedFile[]): OutputFile {
  const refuseSpared = (file: Stats | null) => {
    const one = spared.find((each) => isSame(each, path, file));
    if (one !== undefined)
      throw new UsageError(`--output would overwrite ${one.what}. Nothing was sent.`);
  };
  const named = statOf(path);
  refuseSpared(named);
  unlessImpossible(() => {
    if (named?.isDirectory() === true) throw new Error(`${path} is a folder`);
    accessSync(named === null ? dirname(realPathOf(path)) : path, constants.W_OK);
  });
  return {
    open: () => {
      const { O_WRONLY, O_CREAT, O_NONBLOCK } = constants;
      // To open a pipe that nobody reads would be to wait for somebody who does.
      const flags = O_WRONLY | O_CREAT | (named?.isFIFO() === true ? O_NONBLOCK : 0);
      // Not emptied in opening it: what it is now is looked at first.
      const fd = unlessImpossible(() => openSync(path, flags, 0o600));
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

/** Whether two files are one, whatever they are called. */
export function sameFile(a: Stats, b: Stats): boolean {
  // A terminal or /dev/null may be written while it is read.
  return !a.isCharacterDevice() && a.dev === b.dev && a.ino === b.ino;
}

/** What a name leads to now; null when that is nothing, or nothing that can be seen. */
export function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function isSame({ path, fd }: SparedFile, output: string, found: Stats | null): boolean {
  if (path !== null && realPathOf(path) === realPathOf(output)) return true;
  const own = fd !== null ? fstatSync(fd) : path === null ? null : statOf(path);
  return own !== null && found !== null && sameFile(found, own);
}

/** As many as systems follow. */
const mostLinks = 40;

/** Where a name leads to, although there may be nothing yet. */
function realPathOf(path: string, links = mostLinks): string {
  try {
    return realpathSync(path);
  } catch {
    const target = links === 0 ? null : targetOf(path);
    if (target !== null) return realPathOf(resolve(dirname(path), target), links - 1);
    const folder = dirname(path);
    return folder === path ? path : join(realPathOf(folder, links), basename(path));
  }
}

/** Null for what is no symbolic link. */
function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function unlessImpossible<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The results cannot be written (--output), so nothing was sent: ${words}`);
  }
}
