import { parseReason, type Reason } from "../../src/domain/free-text.ts";
import type { AcceptedRefund, RefundedPieces } from "../../src/domain/balance.ts";
import { type Currency, parseCurrency } from "../../src/domain/currency.ts";
import { type Money, moneyFromWire } from "../../src/domain/money.ts";
import type { Order, OrderLine, RefundsReading } from "../../src/domain/order.ts";
import { orderNumber } from "../support/named.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

/** Noon of the day on which every test of the domain takes place. */
export const noon = Date.UTC(2026, 10, 21, 12, 0, 0);

export function currency(code: string): Currency {
  const found = parseCurrency(code);
  if (found === null) throw new Error(`${code} is no currency`);
  return found;
}

export const usd = currency("USD");

/** `26.00`, `-26.00`, or `3000 JPY`. */
export function money(text: string): Money {
  const [decimal, code = "USD"] = text.split(" ");
  const read = moneyFromWire(decimal, currency(code));
  if (read === null) throw new Error(`${text} is no amount`);
  return read;
}

export function line(reference: string | null, fields: Partial<OrderLine> = {}): OrderLine {
  return {
    reference,
    productCode: reference === null ? null : reference.toUpperCase(),
    name: "A product",
    quantity: 1,
    amount: money("50.00"),
    unitAmount: null,
    ...fields,
  };
}

/** A complete order of 100.00 USD with the lines `a` and `b` of 50.00 each, nothing refunded. */
export function order(fields: Partial<Order> = {}): Order {
  return {
    number: orderNumber("73152871"),
    status: "COMPLETE",
    approveStatus: "OK",
    chargeback: "none",
    placedAt: "2026-11-01 10:00:00",
    currency: usd,
    paid: money("100.00"),
    lines: [line("a"), line("b")],
    refunds: { tag: "none" },
    rawRefunds: null,
    customer: { name: "Test Buyer", company: null, email: "buyer@example.com", country: "US" },
    payment: { type: "CC", card: "visa", lastDigits: "1111" },
    test: false,
    readAt: noon,
    readUptime: 0,
    raw: {},
    ...fields,
  };
}

/** What an order's `Refunds` says: an amount for each refund, and the lines it names. */
export function listed(...entries: readonly (readonly [amount: string, ...lines: string[]])[]): {
  readonly refunds: RefundsReading;
  readonly rawRefunds: unknown;
} {
  const read = entries.map(([amount, ...lines]) => ({
    amount: money(amount),
    lines: lines.length === 0 ? null : lines,
  }));
  const minor = read.reduce((sum, entry) => sum + entry.amount.minor, 0n);
  const refundCurrency = read[0]?.amount.currency ?? usd;
  return {
    refunds: { tag: "readable", entries: read, total: { minor, currency: refundCurrency } },
    rawRefunds: entries,
  };
}

/** Refunds that are there, but in no shape that this program reads. */
export const unreadable = { refunds: { tag: "unreadable" }, rawRefunds: "?" } as const;

let attempts = 0;

/** A refund that the journal knows to be accepted. */
export function accepted(amount: string, ...items: readonly RefundedPieces[]): AcceptedRefund {
  return { attempt: parseAttemptId(`attempt-${++attempts}`), amount: money(amount), items };
}

export function pieces(reference: string | null, quantity: number, amount: string): RefundedPieces {
  const productCode = reference === null ? "CODE" : reference.toUpperCase();
  return { reference, productCode, quantity, amount: money(amount) };
}

/** A reason as every command checks it. */
export const other = checkedReason("Other");

function checkedReason(text: string): Reason {
  const reason = parseReason(text);
  if (typeof reason !== "string") throw new Error(`"${text}" is no reason`);
  return reason;
}
