/** Columns hold text that every SQL database has: ISO 8601 times, decimal amounts, JSON. */
export interface AttemptTable {
  id: string;
  realm: string;
  api: string;
  account: string;
  number: string;
  /** Its place among the attempts on this subject: each is taken once, so that none is made unseen. */
  ordinal: number;
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
  /** Null only where an earlier version of this program was killed before all its rows were recorded. */
  recorded_at: string | null;
}

/** What identifies a row of a batch; what came of it is in its attempts. */
export interface BatchRowTable {
  batch: string;
  key: string;
  content: string;
  api: string;
  number: string;
  /** What refunded it, where an earlier version of this program deleted that attempt; else null. */
  attempt: string | null;
  outcome: string | null;
}

/** Its one row says which journal this is, and counts its commits: one that is behind has forgotten some. */
export interface JournalTable {
  id: string;
  state: number;
}

export interface Tables {
  journal: JournalTable;
  attempt: AttemptTable;
  timeline: TimelineTable;
  batch: BatchTable;
  batch_row: BatchRowTable;
}
