import { decimalText, type Money } from "./money.ts";
import type { Order, RefundsReading } from "./order.ts";

/** What of an order may change through a refund, without its customer. Comparable and storable. */
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
}

export type RefundsSnapshot =
  | { readonly tag: "none" | "unreadable"; readonly raw: string }
  | {
      readonly tag: "readable";
      readonly raw: string;
      readonly entries: readonly {
        readonly amount: string;
        readonly lines: readonly string[] | null;
      }[];
    };

export function snapshotOf(order: Order): OrderSnapshot {
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
  };
}

/** Whether anything that a refund may change is different. */
export function sameSnapshot(a: OrderSnapshot, b: OrderSnapshot): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function refundsSnapshot(refunds: RefundsReading, rawRefunds: unknown): RefundsSnapshot {
  const raw = JSON.stringify(rawRefunds ?? null);
  return refunds.tag === "readable"
    ? {
        tag: "readable",
        raw,
        entries: refunds.entries.map(({ amount, lines }) => ({
          amount: decimalText(amount),
          lines,
        })),
      }
    : { tag: refunds.tag, raw };
}

function text(money: Money | null): string | null {
  return money && decimalText(money);
}
