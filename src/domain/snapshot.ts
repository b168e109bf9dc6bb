import { decimalText, type Money } from "./money.ts";
import type { Order, RefundsReading } from "./order.ts";
import { type PaymentMethod, paymentMethod } from "./payment-method.ts";
import { type RefundsTrace, traceOf } from "./refunds-trace.ts";

/** The parts of an order that a refund may change, without its customer. Comparable and storable. */
export interface OrderSnapshot {
  readonly status: string;
  readonly chargeback: string;
  readonly currency: string;
  /** Decimal text; null is unknown. */
  readonly paid: string | null;
  readonly lines: readonly {
    readonly reference: string | null;
    readonly productCode: string | null;
    readonly quantity: number | null;
    readonly amount: string | null;
  }[];
  readonly refunds: RefundsSnapshot;
  /** Left out where the order does not say, and by earlier versions of this program. */
  readonly paidBy?: PaymentMethod;
}

interface RefundEntrySnapshot {
  readonly amount: string;
  readonly lines: readonly string[] | null;
}

export type RefundsSnapshot = RefundsTrace &
  (
    | { readonly tag: "none" | "unreadable" }
    | {
        readonly tag: "readable";
        readonly entries: readonly RefundEntrySnapshot[];
        /** The amounts of cancelled and declined ones, which are no refunds but were there. */
        readonly undone?: readonly string[];
      }
  );

/** As earlier versions stored it: with the raw field. */
export type StoredSnapshot = Omit<OrderSnapshot, "refunds"> & {
  readonly refunds:
    | RefundsSnapshot
    | { readonly tag: "none" | "unreadable"; readonly raw: string }
    | {
        readonly tag: "readable";
        readonly raw: string;
        readonly entries: readonly RefundEntrySnapshot[];
      };
};

export function snapshotOf(order: Order): OrderSnapshot {
  const paidBy = paymentMethod(order.payment);
  return {
    status: order.status,
    chargeback: order.chargeback,
    currency: order.currency,
    paid: text(order.paid),
    lines: (order.lines ?? []).map((line) => ({
      reference: line.reference,
      productCode: line.productCode,
      quantity: line.quantity,
      amount: text(line.amount),
    })),
    refunds: refundsSnapshot(order.refunds, order.rawRefunds),
    ...(paidBy === null ? {} : { paidBy }),
  };
}

/** Whether anything that a refund may change is different. */
export function sameSnapshot(a: OrderSnapshot, b: OrderSnapshot): boolean {
  return compared(a) === compared(b);
}

/** How it was paid does not change, and earlier versions did not store it. */
function compared(snapshot: OrderSnapshot): string {
  return JSON.stringify(snapshot, (key, value: unknown) => (key === "paidBy" ? undefined : value));
}

/** A stored snapshot of any version, comparable with one of today. */
export function snapshotFrom({ refunds: stored, ...order }: StoredSnapshot): OrderSnapshot {
  if (!("raw" in stored)) return { ...order, refunds: stored };
  const trace = traceOf(JSON.parse(stored.raw));
  return {
    ...order,
    refunds:
      stored.tag === "readable"
        ? { tag: "readable", kept: trace.kept, hash: trace.hash, entries: stored.entries }
        : { tag: stored.tag, kept: trace.kept, hash: trace.hash },
  };
}

function refundsSnapshot(refunds: RefundsReading, rawRefunds: unknown): RefundsSnapshot {
  const trace = traceOf(rawRefunds);
  if (refunds.tag !== "readable") {
    const tag = refunds.tag === "none" ? "none" : "unreadable";
    return { tag, kept: trace.kept, hash: trace.hash };
  }
  const entries = refunds.entries.map(({ amount, lines }) => ({
    amount: decimalText(amount),
    lines,
  }));
  const snapshot = { tag: "readable", kept: trace.kept, hash: trace.hash, entries } as const;
  const undone = refunds.undone ?? [];
  return undone.length === 0 ? snapshot : { ...snapshot, undone: undone.map(decimalText) };
}

function text(money: Money | null): string | null {
  return money && decimalText(money);
}
