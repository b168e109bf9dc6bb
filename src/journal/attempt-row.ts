import type { Selectable } from "kysely";
import type { RefundedPieces } from "../domain/balance.ts";
import { parseCurrency } from "../domain/currency.ts";
import { decimalText, type Money, moneyFromWire } from "../domain/money.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { Problem } from "../domain/problem.ts";
import { type OrderSnapshot, snapshotFrom, type StoredSnapshot } from "../domain/snapshot.ts";
import type { RefundKind } from "../domain/refund-kind.ts";
import type { SaleSnapshot } from "../domain/sale-evidence.ts";
import type { Attempt, Intent, RefundAttempt, Subject } from "./attempt.ts";
import { newAttemptId } from "./attempt-id.ts";
import { type OriginColumns, originOf } from "./attempt-origin.ts";
import { DamagedRow } from "./damage.ts";
import { damagedColumn, damageText } from "./damaged-column.ts";
import type { AttemptTable } from "./tables.ts";

/** All of an attempt but its place among the others. */
export type NewAttempt = Omit<AttemptTable, "ordinal">;

/** A new attempt, which has no outcome yet. */
export function rowOf(intent: Intent): NewAttempt {
  const { subject, amount, before, who } = intent;
  return {
    id: newAttemptId(intent.startedAt),
    realm: subject.realm,
    api: subject.api,
    account: subject.account,
    number: subject.number,
    copied: "",
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
    cancels: intent.kind === "cancel" ? intent.cancels : null,
    sale: intent.sale && JSON.stringify(intent.sale),
    processed_at: null,
    processed_by: null,
    invoices: null,
    paid_twice: 0,
  };
}

/** As it is read: with where it came from. */
export type StoredAttempt = Selectable<NewAttempt> & OriginColumns;

/** @throws DamagedRow when a column holds what this program never writes there */
export function attemptOf(row: StoredAttempt): Attempt {
  const column = damagedColumn(row);
  if (column !== null) throw new DamagedRow(damageText(row.id, column));
  return row.kind === "cancel" ? cancellationOf(row) : refundOf(row, row.kind);
}

function refundOf(row: StoredAttempt, kind: RefundKind): RefundAttempt {
  const amount = row.amount === null ? null : storedMoney(row.amount, row.currency);
  const items = JSON.parse(row.items) as (Omit<RefundedPieces, "amount"> & { amount: string })[];
  return {
    ...common(row),
    kind,
    amount,
    items: items.map((item) => ({ ...item, amount: storedMoney(item.amount, row.currency) })),
    completes: row.completes === 1,
    again: row.again === "" ? null : row.again,
    row: row.batch === "" || row.row === "" ? null : { batch: row.batch, key: row.row },
    sale: row.sale === null ? null : (JSON.parse(row.sale) as SaleSnapshot),
  };
}

function cancellationOf(row: StoredAttempt): Attempt {
  const { realm, account, number } = row;
  return {
    ...common(row),
    // Only orders' refunds are ever cancelled.
    subject: { realm, account, api: "rpc6", number: number as OrderNumber },
    kind: "cancel",
    cancels: row.cancels,
    amount: null,
    items: [],
    completes: false,
    again: null,
    row: null,
    sale: null,
  };
}

function common(row: StoredAttempt) {
  return {
    id: row.id,
    origin: originOf(row),
    subject: storedSubject(row),
    sameness: row.sameness,
    reason: row.reason,
    comment: row.comment,
    ticket: row.ticket,
    before: row.before === null ? null : storedSnapshot(row.before),
    who: { user: row.user, host: row.host, pid: row.pid },
    startedAt: Date.parse(row.started_at),
    sendBy: Date.parse(row.send_by),
    busyUntil: Date.parse(row.busy_until),
    outcome: row.outcome,
    settledBy: row.settled_by,
    settledAt: row.settled_at === null ? null : Date.parse(row.settled_at),
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
    evidence: row.evidence,
    processed:
      row.processed_at === null || row.processed_by === null
        ? null
        : { at: Date.parse(row.processed_at), by: row.processed_by },
    invoices: row.invoices,
    paidTwice: row.paid_twice === 1,
  };
}

/** The number is of the kind that its API has, though one column holds both. */
function storedSubject({ realm, account, api, number }: Selectable<NewAttempt>): Subject {
  return api === "rpc6"
    ? { realm, account, api, number: number as OrderNumber }
    : { realm, account, api, number: number as LineItemId };
}

export function storedSnapshot(text: string): OrderSnapshot {
  return snapshotFrom(JSON.parse(text) as StoredSnapshot);
}

function storedMoney(text: string, code: string | null): Money {
  const currency = parseCurrency(code);
  const money = currency && moneyFromWire(text, currency);
  if (money === null) throw new Error(`the journal holds an amount it never wrote: ${text}`);
  return money;
}

/** Times are kept as text that sorts. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}
