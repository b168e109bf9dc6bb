import * as z from "zod/mini";
import { apis } from "../domain/api.ts";
import { refundKinds } from "../domain/refund-kind.ts";

/**
 * Every JSON document that scripts may rely on. build.js generates the JSON Schemas in `schema/` from here,
 * and the renderers use its types. Nothing loads this file at run time.
 */
const money = z.string().check(z.regex(/^-?[0-9]+(\.[0-9]+)?$/));
const unknownMoney = z.nullable(money);
const time = z.iso.datetime();
const word = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

const api = z.strictObject({ code: z.nullable(z.string()), message: z.string() });
const warning = z.strictObject({ code: word, message: z.string(), api: z.nullable(api) });
const error = z.strictObject({
  code: word,
  message: z.string(),
  attempt: z.nullable(z.string()),
  api: z.nullable(api),
});

const orderMoney = {
  refNo: z.string(),
  status: z.string(),
  currency: z.string(),
  paid: unknownMoney,
  refunded: unknownMoney,
  refundable: unknownMoney,
};

const refundItem = z.strictObject({
  lineItemReference: z.nullable(z.string()),
  productCode: z.nullable(z.string()),
  quantity: z.number(),
  amount: money,
});

const ends = ["accepted", "already-refunded", "refused", "not-sent", "unknown"] as const;
const outcome = z.enum([...ends, "planned", "blocked", "cancelled", "failed"]);
/** `not-applied` is what a person said who looked in the control panel. */
const attemptOutcome = z.enum([...ends, "not-applied", "withdrawn"]);
const kind = z.enum(refundKinds);
const apiName = z.enum(apis);

const plannedRequest = z.strictObject({
  method: z.literal("POST"),
  url: z.string(),
  body: z.string(),
});

/** One refund command, and every command that failed. */
const refundOutcomeDocument = z.strictObject({
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

/** The cancellation of a refund. */
const cancellationDocument = z.strictObject({
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

/** A line of the journal. */
const attemptDocument = z.strictObject({
  schema: z.literal("refund.attempt/1"),
  attempt: z.string(),
  api: apiName,
  realm: z.string(),
  account: z.string(),
  order: z.nullable(z.string()),
  lineItem: z.nullable(z.string()),
  kind: z.enum([...refundKinds, "cancel"]),
  amount: unknownMoney,
  currency: z.nullable(z.string()),
  items: z.array(refundItem),
  reason: z.string(),
  comment: z.string(),
  ticket: z.nullable(z.string()),
  again: z.nullable(z.string()),
  /** Of a cancellation: the attempt that was meant. */
  cancels: z.nullable(z.string()),
  outcome: attemptOutcome,
  /** When and by what it was seen that 2Checkout paid the refund out; null: not seen. */
  processed: z.nullable(z.strictObject({ at: time, by: z.enum(["status", "invoices", "person"]) })),
  settledBy: z.nullable(z.enum(["answer", "evidence", "person"])),
  evidence: z.nullable(z.string()),
  error: z.nullable(error),
  user: z.string(),
  host: z.string(),
  startedAt: time,
  settledAt: z.nullable(time),
  /** Only if one attempt is shown in full. */
  timeline: z.optional(z.array(z.strictObject({ at: time, what: z.string() }))),
});

/** A row of a batch. */
const rowDocument = z.strictObject({
  schema: z.literal("refund.row/1"),
  batch: z.nullable(z.string()),
  line: z.number(),
  /** As a spreadsheet counts rows; null where no spreadsheet shows the file. */
  row: z.nullable(z.number()),
  id: z.nullable(z.string()),
  api: z.nullable(apiName),
  kind: z.nullable(z.enum([...refundKinds, "legacy"])),
  order: z.nullable(z.string()),
  lineItem: z.nullable(z.string()),
  outcome: z.enum([...outcome.options, "withdrawn"]),
  attempt: z.nullable(z.string()),
  amount: unknownMoney,
  currency: z.nullable(z.string()),
  /** Of the order as it was read before this refund. */
  paid: unknownMoney,
  refunded: unknownMoney,
  left: unknownMoney,
  /** Masked: `j***@example.com`. */
  customer: z.nullable(z.string()),
  ticket: z.nullable(z.string()),
  earlier: z.boolean(),
  /** The machine on which it was done; null where that is not known, or nothing was done. */
  host: z.nullable(z.string()),
  error: z.nullable(error),
  warnings: z.array(warning),
});

const reconcileDocument = z.strictObject({
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

const pruneDocument = z.strictObject({
  schema: z.literal("refund.prune/1"),
  before: time,
  pruned: z.number(),
});

/** The journal itself. */
const journalDocument = z.strictObject({
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

/** What waits for somebody. */
const statusDocument = z.strictObject({
  schema: z.literal("refund.status/1"),
  /** Attempts without a known outcome. */
  unresolved: z.array(attemptDocument),
  /** Accepted refunds that were not seen paid out; of the last 60 days, unless all were asked for. */
  unprocessed: z.array(attemptDocument),
  /** Batches of which some rows have no outcome. */
  batches: z.array(
    z.strictObject({
      batch: z.string(),
      source: z.string(),
      startedAt: time,
      rows: z.number(),
      done: z.number(),
      unresolved: z.number(),
    }),
  ),
  /** Refunds that were withdrawn, made anew, and then paid out after all. */
  paidTwice: z.array(attemptDocument),
});

const orderDocument = z.strictObject({
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

const reasonsDocument = z.strictObject({
  schema: z.literal("refund.reasons/1"),
  /** Null when the account's reasons are not configured. */
  reasons: z.nullable(z.array(z.string())),
  defaultReason: z.nullable(z.string()),
  categories: z.nullable(z.array(z.strictObject({ id: z.number(), name: z.string() }))),
});

const source = z.enum(["flag", "environment", "file", "keychain", "sandbox", "default"]);

const whoAmIDocument = z.strictObject({
  schema: z.literal("refund.whoami/1"),
  sandbox: z.boolean(),
  profile: z.nullable(z.string()),
  settingsFile: z.nullable(z.string()),
  accounts: z.array(
    z.strictObject({
      api: apiName,
      realm: z.string(),
      url: z.string(),
      account: z.nullable(z.string()),
      hasSecret: z.boolean(),
      source: z.nullable(source),
    }),
  ),
  settings: z.array(z.strictObject({ setting: z.string(), value: z.nullable(z.string()), source })),
});

const doctorDocument = z.strictObject({
  schema: z.literal("refund.doctor/1"),
  healthy: z.boolean(),
  checks: z.array(
    z.strictObject({
      check: word,
      status: z.enum(["ok", "warning", "wrong"]),
      message: z.string(),
      advice: z.nullable(z.string()),
    }),
  ),
});

/** JSON Schema (draft 2020-12) of every document, by the name of its file. */
export function schemas(): Record<string, object> {
  const documents = [
    ...[refundOutcomeDocument, orderDocument, attemptDocument, reasonsDocument],
    ...[reconcileDocument, pruneDocument, whoAmIDocument, doctorDocument, rowDocument],
    ...[journalDocument, cancellationDocument, statusDocument],
  ];
  return Object.fromEntries(
    documents.map((document) => {
      const [name = ""] = document.shape.schema.def.values;
      return [name.replace("/", "-"), z.toJSONSchema(document)];
    }),
  );
}

export type RefundOutcomeDocument = z.infer<typeof refundOutcomeDocument>;
export type AttemptDocument = z.infer<typeof attemptDocument>;
export type CancellationDocument = z.infer<typeof cancellationDocument>;
export type StatusDocument = z.infer<typeof statusDocument>;
export type RowDocument = z.infer<typeof rowDocument>;
export type OrderDocument = z.infer<typeof orderDocument>;
export type ReconcileDocument = z.infer<typeof reconcileDocument>;
export type JournalDocument = z.infer<typeof journalDocument>;
export type PruneDocument = z.infer<typeof pruneDocument>;
export type WhoAmIDocument = z.infer<typeof whoAmIDocument>;
export type DoctorDocument = z.infer<typeof doctorDocument>;
export type ReasonsDocument = z.infer<typeof reasonsDocument>;
