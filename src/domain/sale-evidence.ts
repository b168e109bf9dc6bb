import { withOtherSource } from "./evidence.ts";
import { findLineItem, type Sale, type SaleComment } from "./sale.ts";

/** What of a sale is kept to compare it with later: no customer data. Comparable and storable. */
export interface SaleSnapshot {
  readonly sale: string;
  /** The invoice that the line item is on, and whether it is alone there. */
  readonly invoice: string;
  readonly alone: boolean;
  /** Whether a comment said already that a refund was issued on that invoice. */
  readonly refundSaid: boolean;
}

/** Null when the line item is not on the sale. */
export function saleSnapshot(sale: Sale, lineItemId: string): SaleSnapshot | null {
  const found = findLineItem(sale, lineItemId);
  if (found === null) return null;
  const { invoice } = found;
  return {
    sale: sale.id,
    invoice: invoice.id,
    alone: invoice.lineItems.length === 1,
    refundSaid: sale.comments.some((comment) => saysRefunded(comment, invoice.id)),
  };
}

/**
 * What in a sale, read again, shows that its line item was refunded, in words; null when nothing does, which
 * proves nothing. A comment names an invoice and no line item, so it counts only where that is its only one.
 * @see docs/evidence.md, Legacy line items
 */
export function saleEvidence(before: SaleSnapshot, now: Sale, lineItemId: string): string | null {
  const after = saleSnapshot(now, lineItemId);
  if (after === null || after.sale !== before.sale || after.invoice !== before.invoice) return null;
  if (!before.alone || !after.alone || before.refundSaid || !after.refundSaid) return null;
  return withOtherSource(
    `sale ${after.sale} bears a comment, which was not there before, that a refund was issued on invoice ${after.invoice}`,
  );
}

/** "Refund Issued On Invoice: 1234", with time and user beside it. */
function saysRefunded({ text }: SaleComment, invoice: string): boolean {
  const [, named] = /^\s*refund issued on invoice:?\s*#?(\d+)\b/i.exec(text) ?? [];
  return named === invoice;
}
