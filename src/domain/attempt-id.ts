import type { Branded } from "./brand.ts";

/** An attempt's id: made by the journal, read from it, or typed by a person. */
export type AttemptId = Branded<"attempt">;
/** A batch's id, alike. */
export type BatchId = Branded<"batch">;
/** The id of a process that works on a batch. */
export type WorkerId = Branded<"worker">;
