import * as z from "zod/mini";
import { apis } from "../../domain/api.ts";
import { refundKinds } from "../../domain/refund-kind.ts";

// Fields of several documents.

export const money = z.string().check(z.regex(/^-?[0-9]+(\.[0-9]+)?$/));

export const unknownMoney = z.nullable(money);

export const time = z.iso.datetime();

export const word = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

const api = z.strictObject({ code: z.nullable(z.string()), message: z.string() });

export const warning = z.strictObject({ code: word, message: z.string(), api: z.nullable(api) });

export const error = z.strictObject({
  code: word,
  message: z.string(),
  attempt: z.nullable(z.string()),
  api: z.nullable(api),
});

export const orderMoney = {
  refNo: z.string(),
  status: z.string(),
  currency: z.string(),
  paid: unknownMoney,
  refunded: unknownMoney,
  refundable: unknownMoney,
};

export const refundItem = z.strictObject({
  lineItemReference: z.nullable(z.string()),
  productCode: z.nullable(z.string()),
  quantity: z.number(),
  amount: money,
});

const ends = ["accepted", "already-refunded", "refused", "not-sent", "unknown"] as const;

export const outcome = z.enum([...ends, "planned", "blocked", "cancelled", "failed"]);

/** `not-applied` is what a person said who looked in the control panel. */
export const attemptOutcome = z.enum([...ends, "not-applied", "withdrawn"]);

export const kind = z.enum(refundKinds);

export const apiName = z.enum(apis);

export const plannedRequest = z.strictObject({
  method: z.literal("POST"),
  url: z.string(),
  body: z.string(),
});
