import type { Generated } from "kysely";
import type { AttemptId, BatchId, WorkerId } from "../domain/attempt-id.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { Api } from "../domain/api.ts";
import type { AttemptKind, Processed, SettledBy } from "./attempt.ts";
import type { Refunded, SettledOutcome, UntriedOutcome } from "../domain/attempt-outcome.ts";

/**
 * Columns hold text that every SQL database has: ISO 8601 times, decimal amounts, JSON. This program alone
 * writes them, so what they may hold is what it writes.
 */
export interface AttemptTable {
  id: AttemptId;
  realm: string;
  api: Api;
  account: string;
  number: OrderNumber | LineItemId;
  /** Its place among the attempts on this subject: each is taken once, so that none is made unseen. */
  ordinal: number;
  /** The journal that it was copied from; empty when it was made in this one. */
  copied: string;
  kind: AttemptKind;
  amount: string | null;
  currency: string | null;
  items: string;
  sameness: string;
  completes: number;
  reason: string;
  comment: string;
  ticket: string | null;
  /** Empty when it repeats nothing: a null would not take part in a unique index. */
  again: AttemptId | "";
  /** The batch and the row that it was made for; empty when it was made by itself, as above. */
  batch: BatchId | "";
  row: RowKey | "";
  before: string | null;
  user: string;
  host: string;
  pid: number;
  started_at: string;
  send_by: string;
  busy_until: string;
  outcome: SettledOutcome | null;
  settled_by: SettledBy | null;
  settled_at: string | null;
  problem: string | null;
  evidence: string | null;
  /** Of a cancellation: the attempt that is meant, if one is. */
  cancels: AttemptId | null;
  /** The legacy sale as it was read before, as JSON. */
  sale: string | null;
  processed_at: string | null;
  processed_by: Processed["by"] | null;
  invoices: number | null;
  paid_twice: number;
}

export interface TimelineTable {
  attempt: AttemptId;
  at: string;
  what: string;
}

/** A file of refunds that somebody confirmed. Accounts are empty where the file has no row for them. */
export interface BatchTable {
  id: BatchId;
  digest: string;
  source: string;
  rows: number;
  rpc_realm: string;
  rpc_account: string;
  legacy_realm: string;
  legacy_account: string;
  user: string;
  host: string;
  started_at: string;
  /** Its own id where it was meant beside an earlier one of the same rows; else empty: there is one of a file. */
  beside: string;
  /** Null only where an earlier version of this program was killed before all its rows were recorded. */
  recorded_at: string | null;
  /** How often rows were corrected or added: then it may have some that its digest does not know. */
  amended: Generated<number>;
  /** How often somebody began to work on it while nobody else was: in each round a row is begun once. */
  round: Generated<number>;
  /** When the next row may start if a rate was given, in milliseconds since the epoch. */
  next_row_at: Generated<number>;
}

/** What identifies a row of a batch; what came of it is in its attempts. */
export interface BatchRowTable {
  batch: BatchId;
  key: RowKey;
  content: string;
  api: Api;
  number: OrderNumber | LineItemId;
  /** 1 once another row of its batch took its place on the order or line item; of those left each has one of its own. */
  replaced: Generated<number>;
  /** What refunded it, where an earlier version of this program deleted that attempt; else null. */
  attempt: AttemptId | null;
  outcome: Refunded | null;
  /** Where it begins in its file; 0 where an earlier version recorded it. */
  line: number;
  sheet_row: number | null;
  /** The name of the file that has it on that line, where it was corrected or added later; null: its batch's. */
  source: string | null;
  /** The id that its author gave it. */
  name: string | null;
  /** What it asked for; null where an earlier version recorded it, or where it does not say. */
  kind: string | null;
  amount: string | null;
  currency: string | null;
  /** To whom it is or was leased last; empty: nobody. */
  worker: Generated<WorkerId | "">;
  /** Milliseconds since the epoch. Once it is over and the row is not begun, others may have it. */
  leased_until: Generated<number>;
  /** The round in which an intent was last recorded for it; `notSinceCorrected` if none was since it was corrected. */
  begun: Generated<number>;
  /** The round in which it last came to an end, and what came of it then, as JSON. */
  done: Generated<number>;
  result: Generated<string | null>;
}

/** What came of a row for which no attempt was recorded. The newest counts; none is ever changed. */
export interface RowEndTable {
  batch: BatchId;
  key: RowKey;
  /** What the row asked for then; it counts only as long as the row was not corrected. */
  content: string;
  outcome: UntriedOutcome;
  problem: string | null;
  /** The order's money as it was read before, as JSON. */
  seen: string | null;
  user: string;
  host: string;
  at: string;
}

/** A process that works on a batch, or did. */
export interface BatchWorkerTable {
  id: WorkerId;
  batch: BatchId;
  user: string;
  host: string;
  pid: number;
  /** Rows a second that it was told; null: as many as can be. */
  rate: number | null;
  /** Milliseconds since the epoch; it says so anew as long as it lives. */
  at_work_until: number;
}

/** Its one row says which journal this is. */
export interface JournalTable {
  id: string;
  /** Counts the commits of a file. On a server it stays as it was before there were several counters. */
  state: number;
  /** The journal that it was copied to, which guards its refunds from then on; null: it is in use. */
  moved_to: string | null;
}

/** Counts the commits on a server; in a file, which has one writer at a time, none of these is used. */
export interface CommitCountTable {
  counter: number;
  count: number;
}

export interface Tables {
  journal: JournalTable;
  commit_count: CommitCountTable;
  attempt: AttemptTable;
  timeline: TimelineTable;
  batch: BatchTable;
  batch_row: BatchRowTable;
  row_end: RowEndTable;
  batch_worker: BatchWorkerTable;
}
