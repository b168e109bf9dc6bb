import type { LegacyAccount, RpcAccount } from "../../api/account.ts";
import type { Batch, NewBatch } from "../../journal/batch.ts";
import type { Differences } from "./differences.ts";
import type { Shape } from "./reading.ts";
import type { Totals } from "./totals.ts";

/** A file that may be refunded once somebody confirms it. */
export interface PreparedBatch {
  readonly totals: Totals;
  readonly shape: Shape;
  /** As `--expect` takes it. */
  readonly fingerprint: string;
  /** Null where no row needs it. */
  readonly rpc: RpcAccount | null;
  readonly legacy: LegacyAccount | null;
  /** The batch that is gone on with; null for one that is yet to be recorded. */
  readonly earlier: Batch | null;
  /** Rows to refund. Null when the file is not the whole batch: it may have none of those refunded. */
  readonly left: number | null;
  /** How the file differs from that of the batch that is gone on with; null where it is the same one. */
  readonly differences: Differences | null;
  /** Rows whose outcome is not known, which are asked about first. */
  readonly unresolved: number;
  readonly toRecord: NewBatch;
  /** Aborts when no more rows may start. */
  readonly stop: AbortController;
}
