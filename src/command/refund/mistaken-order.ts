import type { Order } from "../../domain/order.ts";
import { type Problem, problem } from "../../domain/problem.ts";

/** What the user expects of the order; anything left out is not checked. */
interface Expected {
  readonly expectEmail: string | undefined;
  readonly expectCurrency: string | undefined;
}

/** Why this is not the order the user meant; null if it may be. */
export function mistakenOrder(
  order: Order,
  { expectEmail, expectCurrency }: Expected,
): Problem | null {
  const { email } = order.customer;
  if (expectEmail !== undefined && (email === null || plain(email) !== plain(expectEmail))) {
    return problem(
      "customer-mismatch",
      `The customer of order ${order.number} is not ${expectEmail}. Check the order number.`,
    );
  }
  if (expectCurrency !== undefined && order.currency !== expectCurrency) {
    return problem(
      "currency-mismatch",
      `Order ${order.number} is in ${order.currency}, but the row says ${expectCurrency}. Check the order number.`,
    );
  }
  return null;
}

function plain(email: string): string {
  return email.trim().toLowerCase();
}
