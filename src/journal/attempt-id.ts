import { ulid } from "ulid";

/** A new id, which sorts by its time. */
export function newId(time: number): string {
  return ulid(time);
}
