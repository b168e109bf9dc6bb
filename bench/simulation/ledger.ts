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
  readonly by: "us" | "panel";
  /** Unique for each command: it ties the refund to what asked for it. */
  readonly comment: string;
  readonly at: number;
}

/** What really was refunded, whatever anybody was told. */
export interface Ledger {
  readonly entries: () => readonly LedgerEntry[];
  readonly of: (number: string) => readonly LedgerEntry[];
  readonly by: (comment: string) => readonly LedgerEntry[];
  readonly add: (entry: LedgerEntry) => void;
  readonly refunded: (number: string) => number;
  /** Takes back the newest refund of an order; whether there was one. */
  readonly cancel: (number: string) => boolean;
}

export function openLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const of = (number: string) => entries.filter((entry) => entry.number === number);
  return {
    entries: () => entries,
    of,
    by: (comment) => entries.filter((entry) => entry.comment === comment && entry.by === "us"),
    add: (entry) => void entries.push(entry),
    cancel: (number) => {
      const newest = of(number).at(-1);
      if (newest !== undefined) entries.splice(entries.indexOf(newest), 1);
      return newest !== undefined;
    },
    refunded: (number) => of(number).reduce((sum, { amount }) => sum + (amount ?? 0), 0),
  };
}

/** The same money for the same thing. */
export function isSameRefund(a: LedgerEntry, b: LedgerEntry): boolean {
  return a.api === b.api && a.number === b.number && a.amount === b.amount && a.lines === b.lines;
}
