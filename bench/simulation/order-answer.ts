import { type Habits, pendingForMs } from "./habits.ts";
import type { LedgerEntry } from "./ledger.ts";
import { paidFor, type SoldLine, type SoldOrder } from "./shop.ts";

/** Whenever it is looked at, an order is so old: its age is not what is tried here. */
const soldBeforeMs = 20 * 24 * 3_600_000;

function vendorDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10).concat(" 17:00:09");
}

/** As far as anything here looks at it again. */
interface OrderAnswer extends Readonly<Record<string, unknown>> {
  readonly Status: string;
}

export interface Refunded {
  readonly standing: readonly LedgerEntry[];
  readonly undone: readonly LedgerEntry[];
}

/** So long after it was paid out, an order that ends as REVERSED does. */
const reversedAfterMs = 3 * pendingForMs;

/** The order as getOrder tells it, after the recorded answer of 2022. */
export function orderAnswer(
  order: SoldOrder,
  { standing: refunds, undone }: Refunded,
  habits: Habits,
  now: number,
): OrderAnswer {
  const { currency, digits } = order;
  const wire = (minor: number) => Number((minor / 10 ** digits).toFixed(digits));
  const paid = paidFor(order);
  const refunded = refunds.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const settled = refunds.filter(({ at }) => now - at >= pendingForMs);
  const settledSum = settled.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const isRefunded = settledSum >= paid;
  const isReversed =
    isRefunded &&
    habits.ends === "REVERSED" &&
    settled.every(({ at }) => now - at > reversedAfterMs);
  const asSold = habits.reads === "net" ? paid - refunded : paid;
  const total = isReversed ? 0 - paid : asSold;
  return {
    RefNo: order.refNo,
    OrderNo: 0,
    Status: isReversed ? "REVERSED" : isRefunded ? "REFUND" : "COMPLETE",
    ApproveStatus: order.approveStatus,
    ChargebackResolution: "NONE",
    OrderDate: vendorDate(now - soldBeforeMs),
    FinishDate: vendorDate(now - soldBeforeMs),
    Currency: currency,
    PayoutCurrency: "USD",
    TestOrder: false,
    NetPrice: wire(total),
    GrossPrice: wire(total),
    NetDiscountedPrice: wire(total),
    GrossDiscountedPrice: wire(total),
    Discount: 0,
    VAT: 0,
    BillingDetails: {
      FirstName: "Test",
      LastName: "Buyer",
      Company: null,
      Email: order.email,
      CountryCode: "us",
    },
    PaymentDetails: {
      Type: "CC",
      Currency: currency,
      PaymentMethod: { LastDigits: "1111", CardType: "visa" },
    },
    Items: order.lines.map((line) => {
      const whole = habits.reads === "net" ? line.price - takenFrom(line, refunds) : line.price;
      return {
        LineItemReference: line.reference,
        Code: line.code,
        Quantity: line.quantity,
        ProductDetails: { Name: `Product ${line.code}` },
        Price: {
          Currency: currency,
          UnitGrossDiscountedPrice: wire(Math.round(whole / line.quantity)),
          GrossDiscountedPrice: wire(whole),
        },
      };
    }),
    Refunds: refundsAnswer(
      [
        ...(habits.shows === "late" ? settled : refunds),
        ...(habits.undone === "listed" ? undone : []),
      ],
      habits,
      wire,
    ),
  };
}

function refundsAnswer(
  entries: readonly LedgerEntry[],
  { shows, shape }: Habits,
  wire: (minor: number) => number,
): unknown {
  if (shows === "never" || entries.length === 0) return null;
  const list = entries.map(({ amount, references, at, undone }) => ({
    Amount: wire(amount ?? 0),
    Date: vendorDate(at),
    ...(undone === null ? {} : { Status: undone.toUpperCase() }),
    ...(shape === "with lines" && references.length > 0
      ? { Items: references.map((reference) => ({ LineItemReference: reference })) }
      : {}),
  }));
  switch (shape) {
    case "with lines":
    case "without lines":
      return list;
    case "map":
      return Object.fromEntries(list.map((entry, index) => [`R${index}`, entry]));
    case "unreadable":
      return `${list.length} refunds`;
  }
}

/** Refunds that name one line take from that line; others are not spread. */
function takenFrom({ reference, price }: SoldLine, refunds: readonly LedgerEntry[]): number {
  const sum = refunds
    .filter(({ references }) => references.length === 1 && references[0] === reference)
    .reduce((total, { amount }) => total + (amount ?? 0), 0);
  return Math.min(sum, price);
}
