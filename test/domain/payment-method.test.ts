import { expect, test } from "vitest";
import { paymentMethod, takesSecondRefund } from "../../src/domain/payment-method.ts";

const paid = (type: string | null, card: string | null = null) => ({
  type,
  card,
  lastDigits: null,
});

test.each([
  [paid("CC", "visa"), "card", true],
  [paid("CC", "MasterCard"), "card", true],
  [paid("CC", "American Express"), "card", true],
  [paid("CC", "amex"), "card", true],
  [paid("CC", "Discover"), "card", true],
  [paid("CC", "JCB"), "card", false],
  [paid("CC", "visa electron"), "card", false],
  [paid("CC"), "card", null],
  [paid("TEST"), "card", null],
  [paid("PAYPAL"), "paypal", true],
  [paid("PAYPAL_EXPRESS"), "paypal", true],
  [paid("DIRECT_DEBIT"), "direct-debit", false],
  [paid("SEPA"), "direct-debit", false],
  [paid("WIRE"), "other", false],
  [paid(null), null, null],
])("%j is paid by %s, and takes a second partial refund: %s", (payment, method, second) => {
  expect(paymentMethod(payment)).toBe(method);
  expect(takesSecondRefund(payment)).toBe(second);
});
