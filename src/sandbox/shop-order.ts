/** The order statuses that the 6.0 API documents; COMPLETE is the control panel's "Finished". */
export type OrderStatus =
  "PENDING" | "PURCHASEPENDING" | "AUTHRECEIVED" | "COMPLETE" | "CANCELED" | "REVERSED" | "REFUND";

/** A line of an order. Amounts are minor units of the order's currency, tax included, for the whole line. */
export interface Line {
  /** 40 hex digits; null on orders of the old shape. */
  readonly reference: string | null;
  /** null on dynamic products. */
  readonly code: string | null;
  readonly name: string;
  readonly quantity: number;
  readonly gross: number;
  /** `gross` less the line's discount: what the shopper paid for it. */
  readonly paid: number;
}

/** Who bought. */
export interface Customer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly countryCode: string;
}

/** How an order was paid. */
interface Payment {
  readonly type: "CC" | "TEST" | "WIRE" | "FREE" | "PAYPAL" | "DIRECT_DEBIT";
  readonly card: { readonly type: string; readonly lastDigits: string } | null;
  /** Only a collected payment can be refunded. */
  readonly collected: boolean;
}

/** What becomes of the refunds of an order. */
export interface Course {
  /** A refund is pending for so many milliseconds; null: as long as the shop's other ones. */
  readonly pendingMs: number | null;
  readonly end: "settled" | "declined";
  /** Whether the order turns from REFUND to REVERSED, its money negative, when all was returned. */
  readonly reverses: boolean;
}

/** An order as it stood when the shop opened; refunds made since are kept apart. */
export interface Order {
  readonly refNo: string;
  readonly about: string;
  readonly status: OrderStatus;
  /** Milliseconds since the epoch. */
  readonly placedAt: number;
  readonly finishedAt: number | null;
  /** Upper case. */
  readonly currency: string;
  readonly lines: readonly Line[];
  /** Minor units. May differ from the lines' sum when a discount is on the whole order. */
  readonly paid: number;
  readonly vatPercent: number;
  readonly customer: Customer;
  readonly payment: Payment;
  readonly chargeback: "OPEN" | "WON" | "LOST" | "ACCEPTED" | "NONE";
  /** Which generation of answers getOrder imitates for it. */
  readonly shape: "2022" | "2015";
  readonly course: Course;
}
