/**
 * What SQLite's file and the log beside it hold together, from the file format's own pages: every frame up
 * to the last commit whose salts and checksums are right replaces a page of the file.
 */
export function withLog(file: Buffer, log: Buffer): Buffer {
  if (log.length < 32) return file;
  const magic = log.readUInt32BE(0);
  if ((magic & 0xfffffffe) !== 0x377f0682) return file;
  const bigEndian = (magic & 1) === 1;
  const pageSize = log.readUInt32BE(8);
  let sums = checksum(log.subarray(0, 24), [0, 0], bigEndian);
  if (!equal(sums, log, 24)) return file;
  const pages = new Map<number, Buffer>();
  let committed = new Map<number, Buffer>();
  let size = 0;
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    const sameSalts = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24));
    sums = checksum(log.subarray(at, at + 8), sums, bigEndian);
    const page = log.subarray(at + 24, at + 24 + pageSize);
    sums = checksum(page, sums, bigEndian);
    if (!sameSalts || !equal(sums, log, at + 16)) break;
    pages.set(log.readUInt32BE(at), page);
    const after = log.readUInt32BE(at + 4);
    if (after === 0) continue;
    size = after;
    committed = new Map(pages);
  }
  if (size === 0) return file;
  const whole = Buffer.alloc(size * pageSize);
  file.copy(whole, 0, 0, Math.min(file.length, whole.length));
  for (const [number, page] of committed) {
    if (number <= size) page.copy(whole, (number - 1) * pageSize);
  }
  return whole;
}

type Sums = readonly [number, number];

function checksum(bytes: Buffer, [first, second]: Sums, bigEndian: boolean): Sums {
  const word = (at: number) => (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + word(at) + b) >>> 0;
    b = (b + word(at + 4) + a) >>> 0;
  }
  return [a, b];
}

function equal([first, second]: Sums, log: Buffer, at: number): boolean {
  return log.readUInt32BE(at) === first && log.readUInt32BE(at + 4) === second;
}
