import type { Selectable } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { AccountKey } from "./attempt.ts";
import type { Tables } from "./tables.ts";

/** The accounts that a batch refunds through; null where its file has no row for that API. */
export interface BatchAccounts {
  readonly rpc6: AccountKey | null;
  readonly legacy: AccountKey | null;
}

/** A file of refunds as it was confirmed. */
export interface Batch {
  readonly id: BatchId;
  /** Equal for files of the same rows. */
  readonly digest: string;
  readonly accounts: BatchAccounts;
  readonly rows: number;
  /** How often rows of it were corrected or added since it was confirmed. */
  readonly amendments: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface NewBatch extends Omit<Batch, "id" | "amendments"> {
  /** Whether it is meant beside an earlier batch of the same rows. */
  readonly beside: boolean;
  /** The file's name, for people. */
  readonly source: string;
  readonly who: { readonly user: string; readonly host: string };
}

export function accountColumns<Name extends "rpc" | "legacy">(
  name: Name,
  account: AccountKey | null,
) {
  const { realm, account: own } = account ?? { realm: "", account: "" };
  return { [`${name}_realm`]: realm, [`${name}_account`]: own } as Record<
    `${Name}_realm` | `${Name}_account`,
    string
  >;
}

export function columnsOf({ rpc6, legacy }: BatchAccounts) {
  return { ...accountColumns("rpc", rpc6), ...accountColumns("legacy", legacy) };
}

export function batchOf(row: Selectable<Tables["batch"]>): Batch {
  const account = (realm: string, name: string) => (realm === "" ? null : { realm, account: name });
  return {
    id: row.id,
    digest: row.digest,
    rows: row.rows,
    amendments: row.amended,
    accounts: {
      rpc6: account(row.rpc_realm, row.rpc_account),
      legacy: account(row.legacy_realm, row.legacy_account),
    },
    startedAt: Date.parse(row.started_at),
  };
}
