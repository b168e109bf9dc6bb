/** Columns hold text that every SQL database has: ISO 8601 times, decimal amounts, JSON. */
export interface AttemptTable {
  id: string;
  realm: string;
  api: string;
  account: string;
  number: string;
  kind: string;
  amount: string | null;
  currency: string | null;
  items: string;
  sameness: string;
  completes: number;
  reason: string;
  comment: string;
  ticket: string | null;
  /** Empty when it repeats nothing: a null would not take part in a unique index. */
  again: string;
  /** The batch and the row that it was made for; empty when it was made by itself, as above. */
  batch: string;
  row: string;
  before: string | null;
  user: string;
  host: string;
  pid: number;
  started_at: string;
  send_by: string;
  busy_until: string;
  outcome: string | null;
  settled_by: string | null;
  settled_at: string | null;
  problem: string | null;
  evidence: string | null;
}

export interface TimelineTable {
  attempt: string;
  at: string;
  what: string;
}

/** A file of refunds that somebody confirmed. Accounts are empty where the file has no row for them. */
export interface BatchTable {
  id: string;
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
  /** Null until all its rows are recorded; before that nothing was sent for any. */
  recorded_at: string | null;
}

/** What identifies a row of a batch; what came of it is in its attempts. */
export interface BatchRowTable {
  batch: string;
  key: string;
  content: string;
  api: string;
  number: string;
  /** The attempt that refunded it, and how that ended, once it was pruned; null as long as it is there. */
  attempt: string | null;
  outcome: string | null;
}

export interface Tables {
  attempt: AttemptTable;
  timeline: TimelineTable;
  batch: BatchTable;
  batch_row: BatchRowTable;
}
