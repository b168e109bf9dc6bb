import { randomFillSync } from "node:crypto";
import { ulid } from "ulid";
import type { AttemptId, BatchId } from "../domain/attempt-id.ts";

const pool = new Uint8Array(1024);
let used = pool.length;

/** A new id, which sorts by its time. */
export function newAttemptId(time: number): AttemptId {
  return newId(time) as AttemptId;
}

export function newBatchId(time: number): BatchId {
  return newId(time) as BatchId;
}

/** `ulid` by itself asks the system for every byte. */
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
