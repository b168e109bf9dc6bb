import { randomInt } from "node:crypto";
import { ulid } from "ulid";
import type { AttemptId, BatchId, WorkerId } from "../domain/attempt-id.ts";

/** A new id, which sorts by its time. */
export function newAttemptId(time: number): AttemptId {
  return newId(time) as AttemptId;
}

export function newBatchId(time: number): BatchId {
  return newId(time) as BatchId;
}

export function newWorkerId(time: number): WorkerId {
  return newId(time) as WorkerId;
}

/** Node draws its random numbers ahead, some thousand at once; ulid's own way asks for each of 16 characters. */
const randomFraction = () => randomInt(32) / 32;

export function newId(time: number): string {
  return ulid(time, randomFraction);
}
