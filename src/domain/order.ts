import type { Currency } from "./currency.ts";
import type { Money } from "./money.ts";
import type { OrderNumber } from "./order-number.ts";

/** An order as the RPC 6.0 API described it at `readAt`. Whatever the API left out, or said unreadably, is null. */
export interface Order {
  readonly number: OrderNumber;
  readonly status: string;
  readonly approveStatus: string | null;
  readonly chargeback: Chargeback;
  /** As printed by the API: no zone, and known not to be UTC; allow a day either way. */
  readonly placedAt: string | null;
  readonly currency: Currency;
  /** What the shopper paid, after discounts. */
  readonly paid: Money | null;
  /** Null if the API's lines are missing or unreadable; an empty list is an order without lines. */
  readonly lines: readonly OrderLine[] | null;
  readonly refunds: RefundsReading;
  /** `Refunds` as it came. */
  readonly rawRefunds: unknown;
  readonly customer: Customer;
  readonly payment: Payment;
  readonly test: boolean;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly readAt: number;
  /** The same moment in milliseconds since this machine started, its sleep included. */
  readonly readUptime: number;
  /** The answer as it came. It holds customer data: never journalled, never printed. */
  readonly raw: unknown;
}

/** `unreadable`: the API said something this program does not know. */
export type Chargeback = "none" | "open" | "won" | "lost" | "accepted" | "unreadable";

export interface OrderLine {
  /** Null in old orders, which cannot be refunded by line reference. */
  readonly reference: string | null;
  readonly productCode: string | null;
  readonly name: string | null;
  readonly quantity: number | null;
  /** The whole line, after discounts, tax included. */
  readonly amount: Money | null;
  /** One piece, as the API states it; may be rounded. */
  readonly unitAmount: Money | null;
}

export interface Customer {
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly country: string | null;
}

export interface Payment {
  readonly type: string | null;
  readonly card: string | null;
  readonly lastDigits: string | null;
}

/** What the order's own `Refunds` says. Its shape is unknown, so it may be unreadable (docs/evidence.md). */
export type RefundsReading =
  | { readonly tag: "none" }
  | {
      readonly tag: "readable";
      readonly entries: readonly RefundEntry[];
      readonly total: Money;
      /** Those that are listed, do not count, and are known to be withdrawn; left out where there are none. */
      readonly undone?: readonly Money[];
    }
  /** Beside what counts it lists refunds that say of themselves that they were cancelled or declined. */
  | {
      readonly tag: "partly-undone";
      readonly entries: readonly RefundEntry[];
      readonly total: Money;
      readonly undone: readonly Money[];
    }
  | { readonly tag: "unreadable" };

/** One refund as the order lists it; always a positive amount. */
export interface RefundEntry {
  readonly amount: Money;
  /** The LineItemReferences it names; null when it names none. */
  readonly lines: readonly string[] | null;
}
