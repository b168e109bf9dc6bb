import * as z from "zod/mini";
import { time } from "./fields.ts";

export const pruneDocument = z.strictObject({
  schema: z.literal("refund.prune/1"),
  before: time,
  pruned: z.number(),
});

export type PruneDocument = z.infer<typeof pruneDocument>;
