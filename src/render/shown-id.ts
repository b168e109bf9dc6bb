import type { AttemptId, BatchId } from "../domain/attempt-id.ts";

/** How a table for people shows the id of an attempt or a batch. */
export function shownId(id: AttemptId | BatchId): string {
  return id;
}
