import * as z from "zod/mini";
import {
  unknownMoney,
  time,
  warning,
  error,
  orderMoney,
  refundItem,
  outcome,
  kind,
  apiName,
  plannedRequest,
} from "./fields.ts";

/** One refund command, and every command that failed. */
export const refundOutcomeDocument = z.strictObject({
  schema: z.literal("refund.outcome/1"),
  command: z.nullable(z.string()),
  api: z.nullable(apiName),
  outcome,
  attempt: z.nullable(z.string()),
  order: z.optional(z.nullable(z.strictObject(orderMoney))),
  lineItem: z.optional(z.nullable(z.string())),
  refund: z.nullable(
    z.strictObject({
      kind,
      amount: unknownMoney,
      currency: z.nullable(z.string()),
      reason: z.string(),
      comment: z.string(),
      items: z.array(refundItem),
    }),
  ),
  error: z.nullable(error),
  warnings: z.array(warning),
  request: z.nullable(plannedRequest),
  startedAt: time,
  finishedAt: time,
});

export type RefundOutcomeDocument = z.infer<typeof refundOutcomeDocument>;
