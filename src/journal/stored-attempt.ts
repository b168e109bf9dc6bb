import * as z from "zod/mini";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { type Money, moneyFromWire } from "../domain/money.ts";
import { snapshotFrom, type StoredSnapshot } from "../domain/snapshot.ts";
import { type Attempt, settledBy, settledOutcomes } from "./attempt.ts";

const text = z.nullable(z.string());
const id = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/));
/** Empty where there is none: a null would not take part in a unique index. */
const idOrNone = z.pipe(
  z.union([z.literal(""), id]),
  z.transform((value) => (value === "" ? null : value)),
);
const decimal = z.string().check(z.regex(/^-?[0-9]+(\.[0-9]+)?$/));

/** Times are kept as text that sorts; milliseconds since the epoch in here. */
const time = z.pipe(
  z.string().check(z.refine((value) => isIso(value))),
  z.transform((value) => Date.parse(value)),
);

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
  kind: z.enum(["total", "partial", "lineitem"]),
  amount: text,
  currency: text,
  items: json(
    z.array(
      z.object({ reference: text, productCode: text, quantity: z.number(), amount: z.string() }),
    ),
  ),
  sameness: z.string(),
  completes: z.pipe(
    z.literal([0, 1]),
    z.transform((value) => value === 1),
  ),
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
});

/** What a row says; the name of a column that holds what was never written there, when one does. */
export function parseAttemptRow(row: unknown): Attempt | string {
  const parsed = columns.safeParse(row);
  if (!parsed.success) return String(parsed.error.issues[0]?.path[0] ?? "row");
  const { data } = parsed;
  const currency = parseCurrency(data.currency);
  if (data.currency !== null && currency === null) return "currency";
  const amount = storedMoney(data.amount, currency);
  if (amount === undefined) return "amount";
  const items: Attempt["items"][number][] = [];
  for (const { reference, productCode, quantity, amount: stored } of data.items) {
    const money = storedMoney(stored, currency);
    if (!money) return "items";
    items.push({ reference, productCode, quantity, amount: money });
  }
  const { problem } = data;
  return {
    id: data.id,
    subject: { realm: data.realm, api: data.api, account: data.account, number: data.number },
    kind: data.kind,
    amount,
    items,
    sameness: data.sameness,
    completes: data.completes,
    reason: data.reason,
    comment: data.comment,
    ticket: data.ticket,
    again: data.again,
    row: data.batch === null ? null : { batch: data.batch, key: data.row },
    before: data.before && snapshotFrom(data.before),
    who: { user: data.user, host: data.host, pid: data.pid },
    startedAt: data.started_at,
    sendBy: data.send_by,
    busyUntil: data.busy_until,
    outcome: data.outcome,
    settledBy: data.settled_by,
    settledAt: data.settled_at,
    problem:
      problem?.api === undefined
        ? problem && { code: problem.code, message: problem.message }
        : { code: problem.code, message: problem.message, api: problem.api },
    evidence: data.evidence,
  };
}

/** Null when the text is no snapshot of any version. */
export function parseSnapshot(stored: string): StoredSnapshot | null {
  return json(snapshot).safeParse(stored).data ?? null;
}

/** Null stays null; undefined is what is no amount of the currency. */
function storedMoney(stored: string | null, currency: Currency | null): Money | null | undefined {
  if (stored === null) return null;
  return (currency && moneyFromWire(stored, currency)) ?? undefined;
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
