import type { OrderView } from "../command/order.ts";
import type { Terminal } from "../context.ts";
import type { OrderDocument } from "./documents.ts";
import { attemptPart, moneyPart, orderPart } from "./document-parts.ts";
import { orderFacts, renderAttempts, renderBalance, renderLines } from "./preview.ts";
import { renderDocument, type Rendered } from "./rendered.ts";

export function renderOrder(
  view: OrderView,
  terminal: Pick<Terminal, "columns">,
  json: boolean,
): Rendered {
  if (json) return renderDocument(orderDocument(view), 0);
  const { order, balance, attempts } = view;
  const out = [
    renderBalance(orderFacts(order), order, balance),
    renderLines(balance, [], terminal.columns),
    ...(attempts.length === 0 ? [] : [renderAttempts(attempts)]),
  ].join("\n\n");
  return { code: 0, out: `${out}\n`, err: "" };
}

function orderDocument({ order, balance, attempts }: OrderView): OrderDocument {
  return {
    schema: "refund.order/1",
    ...orderPart({ order, balance }),
    placedAt: order.placedAt,
    test: order.test,
    customer: order.customer,
    items: balance.lines.map(({ line, left }) => ({
      lineItemReference: line.reference,
      productCode: line.productCode,
      name: line.name,
      quantity: line.quantity,
      amount: moneyPart(line.amount),
      refundable: moneyPart(left),
    })),
    attempts: attempts.map(attemptPart),
    warnings: [],
  };
}
