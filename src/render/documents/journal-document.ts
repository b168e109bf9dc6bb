import * as z from "zod/mini";
import { warning } from "./fields.ts";

/** The journal itself. */
export const journalDocument = z.strictObject({
  schema: z.literal("refund.journal/1"),
  journal: z.string(),
  kind: z.enum(["file", "postgres"]),
  /** The version of its tables; like the two counts, null if there is no journal or it cannot be read. */
  version: z.nullable(z.number()),
  attempts: z.nullable(z.number()),
  unresolved: z.nullable(z.number()),
  whole: z.boolean(),
  missing: z.array(z.string()),
  warnings: z.array(warning),
});

export type JournalDocument = z.infer<typeof journalDocument>;
