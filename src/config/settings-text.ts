import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Stats } from "node:fs";

/** Hand-written settings come nowhere near this size. */
const maxBytes = 1024 * 1024;

/**
 * The text of a settings file; null if there is none. Opened without waiting: a pipe that nobody writes to
 * would otherwise hold up the run, deaf to Ctrl-C. @throws Error, saying what is wrong with it
 */
export async function readSettingsText(path: string): Promise<string | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    // What the system says of a socket.
    if (code === "ENXIO")
      throw new Error("it is a socket or a device, not a file", { cause: error });
    throw error;
  }
  try {
    const stats = await file.stat();
    const kind = kindOf(stats);
    if (kind !== null) throw new Error(`it is ${kind}, not a file`);
    if (stats.size > maxBytes) throw new Error("it is larger than 1 MB");
    return decode(await readAtMost(file, maxBytes));
  } finally {
    await file.close();
  }
}

function kindOf(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

/** It may grow while it is read. */
async function readAtMost(file: FileHandle, most: number): Promise<Buffer> {
  const bytes = Buffer.alloc(most + 1);
  let length = 0;
  while (length <= most) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  throw new Error("it is larger than 1 MB");
}

/** @throws Error that says what it seems to be instead of UTF-8 */
function decode(bytes: Buffer): string {
  const wide = wideEncoding(bytes);
  if (wide !== null) throw new Error(`it is in ${wide}. Save it as UTF-8`);
  if (bytes.includes(0)) throw new Error("it is not text: it contains NUL bytes");
  const text = bytes.toString("utf8");
  const wrong = firstDifference(bytes, Buffer.from(text, "utf8"));
  if (wrong !== null) {
    const line = bytes.subarray(0, wrong).toString("latin1").split("\n").length;
    throw new Error(
      `it is not in UTF-8 (line ${line}); it seems to be in Latin-1 or Windows-1252. Save it as UTF-8`,
    );
  }
  return text;
}

/** Recognised by its mark or, without one, by a NUL in every second byte of plain letters. */
function wideEncoding(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 4).toString("hex");
  if (start === "fffe0000" || start === "0000feff") return "UTF-32";
  if (start.startsWith("fffe") || start.startsWith("feff")) return "UTF-16";
  const [even, odd] = [nulsAt(bytes, 0), nulsAt(bytes, 1)];
  const half = Math.floor(bytes.length / 2);
  return half > 0 && Math.max(even, odd) > half * 0.8 && Math.min(even, odd) < half * 0.2
    ? "UTF-16"
    : null;
}

function nulsAt(bytes: Buffer, offset: 0 | 1): number {
  let count = 0;
  for (let place = offset; place < bytes.length; place += 2) if (bytes[place] === 0) count += 1;
  return count;
}

function firstDifference(bytes: Buffer, others: Buffer): number | null {
  if (bytes.equals(others)) return null;
  return bytes.findIndex((byte, place) => byte !== others[place]);
}
