import * as z from "zod/mini";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { moneyFromWire } from "../domain/money.ts";
import { refundKinds } from "../domain/refund-kind.ts";
import { settledBy } from "./attempt.ts";
import { settledOutcomes } from "../domain/attempt-outcome.ts";

const text = z.nullable(z.string());
const id = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/));
/** Empty where there is none: a null would not take part in a unique index. */
const idOrNone = z.union([z.literal(""), id]);
const decimal = z.string().check(z.regex(/^-?[0-9]+(\.[0-9]+)?$/));

const time = z.string().check(z.refine((value) => isIso(value)));

/** A column that holds JSON. What is no JSON is no value of any schema. */
function json<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.pipe(
    z.pipe(
      z.string(),
      z.transform((value) => parseJson(value)),
    ),
    schema,
  );
}

const refunds = z.union([
  z.object({
    tag: z.literal("readable"),
    kept: z.string(),
    hash: z.string(),
    entries: z.array(z.object({ amount: decimal, lines: z.nullable(z.array(z.string())) })),
    undone: z.optional(z.array(decimal)),
  }),
  z.object({ tag: z.enum(["none", "unreadable"]), kept: z.string(), hash: z.string() }),
  // As earlier versions stored it.
  z.object({
    tag: z.literal("readable"),
    raw: jsonText(),
    entries: z.array(z.object({ amount: decimal, lines: z.nullable(z.array(z.string())) })),
  }),
  z.object({ tag: z.enum(["none", "unreadable"]), raw: jsonText() }),
]);

const snapshot = z.object({
  status: z.string(),
  chargeback: z.string(),
  currency: z.string(),
  paid: z.nullable(decimal),
  lines: z.array(
    z.object({
      reference: text,
      productCode: text,
      quantity: z.nullable(z.number()),
      amount: z.nullable(decimal),
    }),
  ),
  refunds,
});

const columns = z.object({
  id,
  realm: z.string(),
  api: z.enum(["rpc6", "legacy"]),
  account: z.string(),
  number: z.string(),
  kind: z.enum([...refundKinds, "cancel"]),
  amount: text,
  currency: text,
  items: json(
    z.array(
      z.object({ reference: text, productCode: text, quantity: z.number(), amount: z.string() }),
    ),
  ),
  sameness: z.string(),
  completes: z.literal([0, 1]),
  reason: z.string(),
  comment: z.string(),
  ticket: text,
  again: idOrNone,
  batch: idOrNone,
  row: z.string(),
  before: z.nullable(json(snapshot)),
  user: z.string(),
  host: z.string(),
  pid: z.number(),
  started_at: time,
  send_by: time,
  busy_until: time,
  outcome: z.nullable(z.enum(settledOutcomes)),
  settled_by: z.nullable(z.enum(settledBy)),
  settled_at: z.nullable(time),
  problem: z.nullable(
    json(
      z.object({
        code: z.string(),
        message: z.string(),
        api: z.optional(z.object({ code: text, message: z.string() })),
      }),
    ),
  ),
  evidence: text,
  cancels: z.nullable(id),
  sale: z.nullable(
    json(
      z.object({
        sale: z.string(),
        invoice: z.string(),
        alone: z.boolean(),
        refundSaid: z.boolean(),
      }),
    ),
  ),
  processed_at: z.nullable(time),
  processed_by: z.nullable(z.enum(["status", "invoices", "person"])),
  invoices: z.nullable(z.number()),
  paid_twice: z.literal([0, 1]),
});

/**
 * The name of the first column that holds what this program never writes there; null when there is none.
 * @param row with all columns of today's tables
 */
export function damagedColumn(row: object): string | null {
  const parsed = columns.safeParse(row);
  if (!parsed.success) return String(parsed.error.issues[0]?.path[0] ?? "row");
  const { currency: code, amount, items } = parsed.data;
  const currency = parseCurrency(code);
  if (code !== null && currency === null) return "currency";
  if (amount !== null && !isMoney(amount, currency)) return "amount";
  return items.every((item) => isMoney(item.amount, currency)) ? null : "items";
}

export function damageText(attempt: string, column: string): string {
  return `attempt ${attempt} has a value in "${column}" that this program never writes`;
}

function isMoney(stored: string, currency: Currency | null): boolean {
  return currency !== null && moneyFromWire(stored, currency) !== null;
}

function jsonText() {
  return z.string().check(z.refine((value) => parseJson(value) !== undefined));
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isIso(value: string): boolean {
  const parsed = Date.parse(value);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString() === value;
}
