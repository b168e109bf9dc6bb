/** A sale of the legacy platform as `detail_sale` showed it. What was not said readably is null. */
export interface Sale {
  readonly id: string;
  /** As printed by the API, in a zone that nobody tells. */
  readonly placedAt: string | null;
  readonly customer: { readonly name: string | null; readonly email: string | null };
  readonly invoices: readonly SaleInvoice[];
  readonly comments: readonly SaleComment[];
}

export interface SaleInvoice {
  readonly id: string;
  readonly placedAt: string | null;
  readonly status: string | null;
  readonly lineItems: readonly SaleLineItem[];
}

export interface SaleLineItem {
  readonly id: string;
  readonly product: string | null;
  /** Decimal text; the sale does not say of which currency. */
  readonly amount: string | null;
  readonly status: string | null;
}

export interface SaleComment {
  readonly text: string;
  readonly at: string | null;
  readonly by: string | null;
}

/** Where a line item stands on its sale; null when it is not on it. */
export function findLineItem(
  { invoices }: Sale,
  id: string,
): { readonly invoice: SaleInvoice; readonly lineItem: SaleLineItem } | null {
  for (const invoice of invoices) {
    const lineItem = invoice.lineItems.find((each) => each.id === id);
    if (lineItem !== undefined) return { invoice, lineItem };
  }
  return null;
}
