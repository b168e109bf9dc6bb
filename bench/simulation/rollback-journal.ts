const magic = Buffer.from("d9d505f920a163d7", "hex");

/**
 * Whether a rollback journal holds anything. SQLite writes its first bytes last: a process that was killed before
 * leaves one that says nothing, which the next writer writes over.
 */
export function isBegun(journal: Buffer): boolean {
  return journal.length >= 28 && journal.subarray(0, 8).equals(magic);
}

/**
 * What SQLite's file holds once a commit that was broken off is taken back, from the file format's own pages:
 * every page that the rollback journal beside it has kept goes back to where it was. Without a journal that
 * was begun in earnest it is the file itself.
 */
export function rolledBack(file: Buffer, journal: Buffer): Buffer {
  if (!isBegun(journal) || file.length === 0) return file;
  const sectorSize = journal.readUInt32BE(20);
  const pageSize = journal.readUInt32BE(24);
  const before = journal.readUInt32BE(16) * pageSize;
  const whole = Buffer.alloc(before);
  file.copy(whole, 0, 0, Math.min(file.length, before));
  let at = 0;
  // Each part has a header of its own, with the number of pages that were safely written behind it.
  while (at + 28 <= journal.length && journal.subarray(at, at + 8).equals(magic)) {
    const count = journal.readUInt32BE(at + 8);
    const salt = journal.readUInt32BE(at + 12);
    at += sectorSize;
    for (let record = 0; record < count; record++, at += pageSize + 8) {
      if (at + pageSize + 8 > journal.length) return whole;
      const page = journal.subarray(at + 4, at + 4 + pageSize);
      if (journal.readUInt32BE(at + 4 + pageSize) !== checksum(page, salt)) return whole;
      const place = (journal.readUInt32BE(at) - 1) * pageSize;
      if (place < before) page.copy(whole, place);
    }
    at = Math.ceil(at / sectorSize) * sectorSize;
  }
  return whole;
}

function checksum(page: Buffer, salt: number): number {
  let sum = salt;
  for (let at = page.length - 200; at > 0; at -= 200) sum = (sum + page.readUInt8(at)) >>> 0;
  return sum;
}
