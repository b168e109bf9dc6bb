import { renderVerdict } from "./render-verdict.ts";
import { type JudgedOrder, type OrderView, orderWarnings } from "./view-order.ts";
import type { OrderPage } from "../../domain/order-page.ts";
import { joined, nothing, safe, type SafeText } from "../../safe-text.ts";
import type { OrderDocument } from "../../render/documents/order-document.ts";
import { attemptPart, moneyPart, orderPart, warningPart } from "../../render/document-parts.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { linkedNumber } from "../../render/order-link.ts";
import { orderFacts, renderAttempts, renderLines } from "../../render/order-text.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screen, Screens } from "../../render/screen.ts";

/** The order, and at its end what can be done about it. */
export function renderOrder(
  view: JudgedOrder,
  { stdout, nextCommand }: Screens,
  json: boolean,
): Rendered {
  if (json) return renderDocument(orderDocument(view), 0);
  const verdict = renderVerdict(view.verdict, stdout, nextCommand);
  return {
    code: 0,
    out: safe`${renderOrderPicture(view, view.page, stdout)}\n\n${verdict}\n`,
    err: nothing,
  };
}

/** What is known about an order, before anybody asks for a refund of it. */
export function renderOrderPicture(
  view: OrderView,
  page: OrderPage | null,
  screen: Screen,
): SafeText {
  const { order, balance, attempts } = view;
  const parts = [
    renderLabelled(orderFacts(order, linkedNumber(order.number, page, screen)), screen),
    renderLines({ order, balance, request: null }, screen),
    ...(attempts.length === 0 ? [] : [renderAttempts(view, screen)]),
  ];
  return joined(parts, safe`\n\n`);
}

function orderDocument({ order, balance, attempts, verdict }: JudgedOrder): OrderDocument {
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
    verdict: {
      refundable: verdict.refundable,
      code: verdict.code,
      message: verdict.message,
    },
    warnings: orderWarnings(order).map(warningPart),
  };
}
