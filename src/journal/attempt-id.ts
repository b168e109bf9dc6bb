import { randomFillSync } from "node:crypto";
import { ulid } from "ulid";

const pool = new Uint8Array(1024);
let used = pool.length;

/** A new id, which sorts by its time. `ulid` by itself asks the system for every byte. */
export function newId(time: number): string {
  return ulid(time, randomByte);
}

/** At least 0, below 1. */
function randomByte(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return (pool[used++] ?? 0) / 256;
}
