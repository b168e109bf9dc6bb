import type { Selectable } from "kysely";
import { decimalText } from "../domain/money.ts";
import { type OrderSnapshot, snapshotFrom } from "../domain/snapshot.ts";
import type { Attempt, Intent } from "./attempt.ts";
import { newId } from "./attempt-id.ts";
import { DamagedRow } from "./damage.ts";
import { parseAttemptRow, parseSnapshot } from "./stored-attempt.ts";
import type { AttemptTable } from "./tables.ts";

/** A new attempt, which has no outcome yet. */
export function rowOf(intent: Intent): AttemptTable {
  const { subject, amount, before, who } = intent;
  return {
    id: newId(intent.startedAt),
    realm: subject.realm,
    api: subject.api,
    account: subject.account,
    number: subject.number,
    kind: intent.kind,
    amount: amount && decimalText(amount),
    currency: amount && amount.currency,
    items: JSON.stringify(
      intent.items.map(({ reference, productCode, quantity, amount: money }) => ({
        reference,
        productCode,
        quantity,
        amount: decimalText(money),
      })),
    ),
    sameness: intent.sameness,
    completes: intent.completes ? 1 : 0,
    reason: intent.reason,
    comment: intent.comment,
    ticket: intent.ticket,
    again: intent.again ?? "",
    batch: intent.row?.batch ?? "",
    row: intent.row?.key ?? "",
    before: before && JSON.stringify(before),
    user: who.user,
    host: who.host,
    pid: who.pid,
    started_at: iso(intent.startedAt),
    send_by: iso(intent.sendBy),
    busy_until: iso(intent.busyUntil),
    outcome: null,
    settled_by: null,
    settled_at: null,
    problem: null,
    evidence: null,
  };
}

/** @throws DamagedRow */
export function attemptOf(row: Selectable<AttemptTable>): Attempt {
  const parsed = parseAttemptRow(row);
  if (typeof parsed !== "string") return parsed;
  throw new DamagedRow(
    `attempt ${row.id} has a value in "${parsed}" that this program never writes. More: refund journal check`,
  );
}

/** A snapshot of any version, as it would be stored today. @throws DamagedRow */
export function storedSnapshot(text: string): OrderSnapshot {
  const stored = parseSnapshot(text);
  if (stored === null)
    throw new DamagedRow('an attempt has a value in "before" that this program never writes');
  return snapshotFrom(stored);
}

/** Times are kept as text that sorts. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}
