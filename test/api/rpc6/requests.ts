import { balanceOf } from "../../../src/domain/balance.ts";
import type { Order } from "../../../src/domain/order.ts";
import { checkRefund, type RefundRequest } from "../../../src/domain/refund-request.ts";
import { resolveWish, type Wish } from "../../../src/domain/wish.ts";
import { line, money, noon, order } from "../../domain/build.ts";

/** The line of the vendor's example of a partial refund. */
export const exampleLine = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";

/** The order of the vendor's examples: 241.49 USD, of which one line costs 29.99. */
const exampleOrder = order({
  paid: money("241.49"),
  lines: [
    line(exampleLine, { productCode: "PRO-1Y", amount: money("29.99") }),
    line(null, { productCode: "OLD", amount: money("211.50"), quantity: 2 }),
  ],
});

/** The only way to a request: a wish that passes the checks. */
export function requestOf(wish: Wish, subject: Order = exampleOrder): RefundRequest {
  const balance = balanceOf(subject, []);
  const resolution = resolveWish(subject, balance, wish);
  if (resolution.tag === "usage") throw new Error(resolution.problem.message);
  const checks = {
    now: noon,
    reason: "Fraud",
    comment: "This is a comment",
    skip: false,
    earlier: [],
  };
  const checked = checkRefund(subject, balance, resolution.wish, checks);
  if (checked.tag === "refused") throw new Error(checked.problem.message);
  return checked.request;
}

export const wholeOrder: Wish = { kind: "total" };
export const oneLine: Wish = {
  kind: "partial",
  items: [{ line: exampleLine, quantity: 1, amount: "29.99" }],
  amount: null,
};
