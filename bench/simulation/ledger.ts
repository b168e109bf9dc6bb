/** One refund that really was made. */
export interface LedgerEntry {
  readonly api: "rpc6" | "legacy";
  /** The order, or the legacy line item. */
  readonly number: string;
  /** Minor units; null for a legacy line item, which is refunded whole. */
  readonly amount: number | null;
  /** What was refunded of which lines, in one text that is equal for equal refunds; empty: no lines. */
  readonly lines: string;
  readonly references: readonly string[];
  readonly by: "us" | "panel" | "customer";
  /** Unique for each command: it ties the refund to what asked for it. */
  readonly comment: string;
  readonly at: number;
  /** It will not be paid out: it was cancelled, or 2Checkout declined it. */
  undone: "cancelled" | "declined" | null;
  /** It was undone once, and 2Checkout pays it out all the same. */
  revived: boolean;
}

/** What really was refunded, whatever anybody was told. */
export interface Ledger {
  /** Also those that were undone since. */
  readonly entries: () => readonly LedgerEntry[];
  /** Those of an order or a line item that stand. */
  readonly of: (number: string) => readonly LedgerEntry[];
  readonly undone: (number: string) => readonly LedgerEntry[];
  readonly by: (comment: string) => readonly LedgerEntry[];
  readonly add: (entry: Omit<LedgerEntry, "undone" | "revived">) => LedgerEntry;
  /** The money of those that stand. */
  readonly refunded: (number: string) => number;
}

export function openLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const on = (number: string) => entries.filter((entry) => entry.number === number);
  const of = (number: string) => on(number).filter(({ undone }) => undone === null);
  return {
    entries: () => entries,
    of,
    undone: (number) => on(number).filter(({ undone }) => undone !== null),
    by: (comment) => entries.filter((entry) => entry.comment === comment && entry.by === "us"),
    add: (made) => {
      const entry: LedgerEntry = { ...made, undone: null, revived: false };
      entries.push(entry);
      return entry;
    },
    refunded: (number) => of(number).reduce((sum, { amount }) => sum + (amount ?? 0), 0),
  };
}

/** The same money for the same thing. */
export function isSameRefund(a: LedgerEntry, b: LedgerEntry): boolean {
  return a.api === b.api && a.number === b.number && a.amount === b.amount && a.lines === b.lines;
}
