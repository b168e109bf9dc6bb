import type { Payment } from "./order.ts";

/** How an order was paid, as far as refunds of it depend on that. */
export type PaymentMethod = "card" | "paypal" | "direct-debit" | "other";

/** Null where the order does not say. */
export function paymentMethod({ type, card }: Payment): PaymentMethod | null {
  if (card !== null) return "card";
  if (type === null) return null;
  if (/^(cc|test)$/i.test(type)) return "card";
  if (/paypal/i.test(type)) return "paypal";
  return /direct.?debit|sepa/i.test(type) ? "direct-debit" : "other";
}

/**
 * How long 2Checkout usually takes to pay a refund out after it was accepted.
 * @see docs/api-notes.md, issueRefund
 */
export const usualTimes: Readonly<Record<PaymentMethod, string>> = {
  card: "about 1 business day",
  paypal: "about 1 business day",
  "direct-debit": "not before 6 weeks after the payment",
  other: "5 to 7 business days",
};

const cardsWithSecondRefund = /^(visa|master ?card|discover|amex|american ?express)$/i;

/** Whether 2Checkout makes a second partial refund of an order that was paid so; null where it does not say. */
export function takesSecondRefund(payment: Payment): boolean | null {
  const { card } = payment;
  if (card !== null) return cardsWithSecondRefund.test(card.trim());
  const method = paymentMethod(payment);
  // A card whose kind is not told.
  return method === null || method === "card" ? null : method === "paypal";
}
