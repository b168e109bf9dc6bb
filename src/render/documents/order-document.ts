import * as z from "zod/mini";
import { attemptDocument } from "./attempt-document.ts";
import { orderMoney, unknownMoney, warning } from "./fields.ts";

export const orderDocument = z.strictObject({
  schema: z.literal("refund.order/1"),
  ...orderMoney,
  placedAt: z.nullable(z.string()),
  test: z.boolean(),
  customer: z.strictObject({
    name: z.nullable(z.string()),
    company: z.nullable(z.string()),
    email: z.nullable(z.string()),
    country: z.nullable(z.string()),
  }),
  items: z.array(
    z.strictObject({
      lineItemReference: z.nullable(z.string()),
      productCode: z.nullable(z.string()),
      name: z.nullable(z.string()),
      quantity: z.nullable(z.number()),
      amount: unknownMoney,
      refundable: unknownMoney,
    }),
  ),
  attempts: z.array(attemptDocument),
  /** Whether anything of it can be refunded now; null if that depends on what is refunded. */
  verdict: z.strictObject({
    refundable: z.nullable(z.boolean()),
    /** As in an error; null if it can be refunded. */
    code: z.nullable(z.string()),
    message: z.string(),
  }),
  warnings: z.array(warning),
});

export type OrderDocument = z.infer<typeof orderDocument>;
