import * as z from "zod/mini";
import { attemptDocument } from "./attempt-document.ts";
import { time } from "./fields.ts";

/** What waits for somebody. */
export const statusDocument = z.strictObject({
  schema: z.literal("refund.status/1"),
  /** Attempts without a known outcome. */
  unresolved: z.array(attemptDocument),
  /** Accepted refunds that were not seen paid out; of the last 60 days, unless all were asked for. */
  unprocessed: z.array(attemptDocument),
  /** Batches of which some rows have no outcome. */
  batches: z.array(
    z.strictObject({
      batch: z.string(),
      source: z.string(),
      startedAt: time,
      rows: z.number(),
      done: z.number(),
      unresolved: z.number(),
    }),
  ),
  /** Refunds that were withdrawn, made anew, and then paid out after all. */
  paidTwice: z.array(attemptDocument),
});

export type StatusDocument = z.infer<typeof statusDocument>;
