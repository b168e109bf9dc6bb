import * as z from "zod/mini";
import { attemptOutcome } from "./fields.ts";

export const reconcileDocument = z.strictObject({
  schema: z.literal("refund.reconcile/1"),
  attempts: z.array(
    z.strictObject({
      attempt: z.string(),
      order: z.nullable(z.string()),
      lineItem: z.nullable(z.string()),
      outcome: attemptOutcome,
      evidence: z.string(),
    }),
  ),
});

export type ReconcileDocument = z.infer<typeof reconcileDocument>;
