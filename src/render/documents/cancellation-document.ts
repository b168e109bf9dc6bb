import * as z from "zod/mini";
import { time, warning, error, orderMoney, outcome, plannedRequest } from "./fields.ts";

/** The cancellation of a refund. */
export const cancellationDocument = z.strictObject({
  schema: z.literal("refund.cancellation/1"),
  command: z.literal("cancel"),
  api: z.literal("rpc6"),
  outcome,
  order: z.nullable(z.strictObject(orderMoney)),
  /** The attempt that the cancellation itself is. */
  cancellation: z.nullable(z.string()),
  /** The attempt that was withdrawn by it; null where it is not clear which one that is. */
  attempt: z.nullable(z.string()),
  error: z.nullable(error),
  warnings: z.array(warning),
  request: z.nullable(plannedRequest),
  startedAt: time,
  finishedAt: time,
});

export type CancellationDocument = z.infer<typeof cancellationDocument>;
