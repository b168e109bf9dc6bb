import * as z from "zod/mini";
import { refundKinds } from "../../domain/refund-kind.ts";
import { unknownMoney, time, error, refundItem, attemptOutcome, apiName } from "./fields.ts";

/** A line of the journal. */
export const attemptDocument = z.strictObject({
  schema: z.literal("refund.attempt/1"),
  attempt: z.string(),
  api: apiName,
  realm: z.string(),
  account: z.string(),
  order: z.nullable(z.string()),
  lineItem: z.nullable(z.string()),
  kind: z.enum([...refundKinds, "cancel"]),
  amount: unknownMoney,
  currency: z.nullable(z.string()),
  items: z.array(refundItem),
  reason: z.string(),
  comment: z.string(),
  ticket: z.nullable(z.string()),
  again: z.nullable(z.string()),
  /** Of a cancellation: the attempt that was meant. */
  cancels: z.nullable(z.string()),
  outcome: attemptOutcome,
  /** When and by what it was seen that 2Checkout paid the refund out; null: not seen. */
  processed: z.nullable(z.strictObject({ at: time, by: z.enum(["status", "invoices", "person"]) })),
  settledBy: z.nullable(z.enum(["answer", "evidence", "person"])),
  /** Of an attempt for a row of a batch: the batch, the row's id or else its line, and the file's name. */
  batch: z.nullable(z.string()),
  row: z.nullable(z.string()),
  source: z.nullable(z.string()),
  evidence: z.nullable(z.string()),
  error: z.nullable(error),
  user: z.string(),
  host: z.string(),
  startedAt: time,
  settledAt: z.nullable(time),
  /** Only if one attempt is shown in full. */
  timeline: z.optional(z.array(z.strictObject({ at: time, what: z.string() }))),
});

export type AttemptDocument = z.infer<typeof attemptDocument>;
