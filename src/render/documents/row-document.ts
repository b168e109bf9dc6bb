import * as z from "zod/mini";
import { refundKinds } from "../../domain/refund-kind.ts";
import { apiName, error, outcome, unknownMoney, warning } from "./fields.ts";

/** A row of a batch. */
export const rowDocument = z.strictObject({
  schema: z.literal("refund.row/1"),
  batch: z.nullable(z.string()),
  /** The name of the file that `line` is a line of. */
  source: z.string(),
  /** Null where an earlier version recorded the row, and no attempt was made for it. */
  line: z.nullable(z.number()),
  /** As a spreadsheet counts rows; null where no spreadsheet shows the file. */
  row: z.nullable(z.number()),
  id: z.nullable(z.string()),
  api: z.nullable(apiName),
  kind: z.nullable(z.enum([...refundKinds, "legacy"])),
  order: z.nullable(z.string()),
  lineItem: z.nullable(z.string()),
  /** Null where a batch is told of later, and the row was never started. */
  outcome: z.nullable(z.enum([...outcome.options, "withdrawn"])),
  attempt: z.nullable(z.string()),
  amount: unknownMoney,
  currency: z.nullable(z.string()),
  /** Of the order as it was read before this refund. */
  paid: unknownMoney,
  refunded: unknownMoney,
  left: unknownMoney,
  /** Masked: `j***@example.com`. */
  customer: z.nullable(z.string()),
  ticket: z.nullable(z.string()),
  earlier: z.boolean(),
  /** The machine on which it was done; null where that is not known, or nothing was done. */
  host: z.nullable(z.string()),
  error: z.nullable(error),
  warnings: z.array(warning),
});

export type RowDocument = z.infer<typeof rowDocument>;
