import * as z from "zod/mini";

export const reasonsDocument = z.strictObject({
  schema: z.literal("refund.reasons/1"),
  /** Null when the account's reasons are not configured. */
  reasons: z.nullable(z.array(z.string())),
  defaultReason: z.nullable(z.string()),
  categories: z.nullable(z.array(z.strictObject({ id: z.number(), name: z.string() }))),
});

export type ReasonsDocument = z.infer<typeof reasonsDocument>;
