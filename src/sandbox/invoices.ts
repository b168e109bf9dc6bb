import { stateOf } from "./refund.ts";
import { refundsOfOrder, type Shop } from "./shop.ts";
import type { Order } from "./shop-order.ts";

/** The first refund invoice has so many bytes, and each one more than that than the one before. */
const pdfBytes = 6_000;

/** What getInvoices gives: PDFs in base64, one in `Refunds` for every refund that was paid out. */
export function invoicesOf(shop: Shop, order: Order): Readonly<Record<string, unknown>> | null {
  // Only what was sold has an invoice.
  if (order.finishedAt === null) return null;
  const paidOut = refundsOfOrder(shop, order).filter(
    (refund) => stateOf(refund, shop.now) === "settled",
  );
  return {
    Sale: pdf(`Invoice ${order.refNo}`, pdfBytes),
    Cancellation: null,
    Refunds: paidOut.map(({ id }, index) => pdf(`Refund ${id}`, pdfBytes * (index + 1))),
  };
}

/** Something that begins and ends like a PDF, in base64. */
function pdf(title: string, bytes: number): string {
  const text = `%PDF-1.4\n%${title}\n${"0".repeat(bytes)}\n%%EOF\n`;
  return Buffer.from(text).toString("base64");
}
