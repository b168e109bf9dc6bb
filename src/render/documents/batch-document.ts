import * as z from "zod/mini";
import { apiName, attemptOutcome, money, time, word } from "./fields.ts";

/** A batch, and what came of its rows. */
export const batchDocument = z.strictObject({
  schema: z.literal("refund.batch/1"),
  batch: z.string(),
  /** The file's name. */
  source: z.string(),
  fingerprint: z.string(),
  rows: z.number(),
  startedAt: time,
  /** Empty where that was pruned. */
  who: z.strictObject({ user: z.string(), host: z.string() }),
  accounts: z.array(z.strictObject({ api: apiName, realm: z.string(), account: z.string() })),
  /** How many rows ended so; rows that were never started are missing. */
  outcomes: z.partialRecord(z.enum([...attemptOutcome.options, "blocked", "failed"]), z.number()),
  /** Accepted and not withdrawn, by currency. */
  totals: z.record(z.string(), money),
  /** By code: why rows were not accepted. */
  causes: z.record(word, z.number()),
  finished: z.boolean(),
});

export type BatchDocument = z.infer<typeof batchDocument>;
