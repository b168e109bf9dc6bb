import { decimalText } from "./amount.ts";
import { generatedLineItem } from "./generated.ts";
import type { LineItem } from "./shop-line-item.ts";
import type { Refund } from "./refund.ts";
import { refundOfLineItem, type Shop } from "./shop.ts";
import { saleDate } from "./vendor-date.ts";

/** A part of an answer, in the platform's own words. */
type Answer = Readonly<Record<string, unknown>>;

/** A sale as detail_sale was recorded to show it, found by its own number or by that of an invoice. */
export function saleDetail(
  shop: Shop,
  saleId: string,
  invoiceId: string,
): Answer | "RECORD_NOT_FOUND" | "FORBIDDEN" {
  const items = itemsOf(shop, saleId, invoiceId);
  const [first] = items;
  if (first === undefined) return "RECORD_NOT_FOUND";
  if (!first.invoice.ours) return "FORBIDDEN";
  const invoices = grouped(items, ({ invoice }) => invoice.id);
  return {
    comments: items.flatMap((item) => commentsOn(shop, item)),
    customer: {
      address_1: "123 Main Street",
      address_2: null,
      cardholder_name: "Test Buyer",
      city: "Townsville",
      country_code: "USA",
      country_name: "United States",
      customer_id: `7${first.invoice.sale}`,
      email_address: "buyer@example.com",
      first_name: "Test",
      lang: "en",
      last_name: "Buyer",
      middle_initial: null,
      pay_method: {
        avs: null,
        cvv: null,
        first_six_digits: "400000",
        last_two_digits: "02",
        method: "credit card",
      },
      phone: "",
      postal_code: "43206",
      state: "OH",
    },
    date_placed: saleDate(first.invoice.placedAt),
    invoices: invoices.map((lines) => invoiceOf(shop, lines)),
    recurring_decline: null,
    sale_id: first.invoice.sale,
  };
}

/** The sales of the demonstration, in short. @param refunded only those that were, or were not; null: all */
export function saleList(shop: Shop, refunded: boolean | null): Answer {
  const ours = shop.lineItems.filter(({ invoice }) => invoice.ours);
  const sales = grouped(ours, ({ invoice }) => invoice.sale).filter(
    (items) =>
      refunded === null ||
      refunded === items.some(({ id }) => refundOfLineItem(shop, id) !== undefined),
  );
  return {
    page_info: { cur_page: "1", last_page: 1, pagesize: String(sales.length) },
    sale_summary: sales.flatMap((items) =>
      items.slice(0, 1).map(({ invoice }) => ({
        customer_name: "Test Buyer",
        customer_total: total(items),
        date_placed: saleDate(invoice.placedAt),
        recurring: "0",
        sale_id: invoice.sale,
        sale_url: `https://www.2checkout.com/va/sales/detail?sale_id=${invoice.sale}`,
        usd_total: total(items),
        vendor_total: total(items),
      })),
    ),
  };
}

function itemsOf(shop: Shop, saleId: string, invoiceId: string): readonly LineItem[] {
  const known = shop.lineItems.filter(({ invoice }) => isOf(invoice, saleId, invoiceId));
  if (known.length > 0) return known;
  // A generated line item is alone on its sale, which is numbered after it.
  const id = (saleId === "" ? invoiceId : saleId).slice(1);
  const made = generatedLineItem(id, shop.generated, shop.memory.openedAt);
  return made !== null && isOf(made.invoice, saleId, invoiceId) ? [made] : [];
}

function isOf({ id, sale }: LineItem["invoice"], saleId: string, invoiceId: string): boolean {
  return (saleId === "" || sale === saleId) && (invoiceId === "" || id === invoiceId);
}

/** A refunded sale bears a comment that names the invoice, and not the line item. */
function commentsOn(shop: Shop, { id, invoice }: LineItem): readonly Answer[] {
  const refund = refundOfLineItem(shop, id);
  if (refund === undefined) return [];
  return [
    {
      changed_by_ip: null,
      comment: `Refund Issued On Invoice: ${invoice.id}`,
      timestamp: saleDate(refund.at),
      username: userOf(refund, shop),
    },
  ];
}

function userOf({ by }: Refund, { account }: Shop): string {
  return by === "api" ? account.legacyUsername : "office";
}

function invoiceOf(shop: Shop, items: readonly LineItem[]): Answer {
  const [first] = items;
  return {
    customer_name: "Test Buyer",
    customer_total: total(items),
    date_placed: first === undefined ? null : saleDate(first.invoice.placedAt),
    date_shipped: null,
    date_vendor_paid: null,
    fees_2co: "0.00",
    invoice_id: first?.invoice.id,
    lineitems: items.map((item) => lineItemAnswer(shop, item)),
    payout_status: "Paid",
    recurring: "0",
    sale_id: first?.invoice.sale,
    shipping: null,
    status: "deposited",
    timestamp: first === undefined ? null : saleDate(first.invoice.placedAt),
    usd_total: total(items),
    vendor_id: shop.account.merchantCode,
    vendor_order_id: "",
    vendor_total: total(items),
  };
}

function lineItemAnswer(shop: Shop, item: LineItem): Answer {
  const amount = total([item]);
  const status = refundOfLineItem(shop, item.id) === undefined ? "bill" : "refund";
  return {
    billing: {
      amount,
      bill_method: "credit_card",
      customer_amount: amount,
      date_deposited: saleDate(item.invoice.placedAt).slice(0, 10),
      lineitem_id: item.id,
      recurring_status: null,
      status,
      usd_amount: amount,
      vendor_amount: amount,
    },
    customer_amount: amount,
    installment: null,
    invoice_id: item.invoice.id,
    lineitem_id: item.id,
    linked_id: null,
    options: [],
    product_description: "",
    product_id: null,
    product_name: item.name,
    product_price: amount,
    product_tangible: "N",
    sale_id: item.invoice.sale,
    status,
    type: "product",
    usd_amount: amount,
    vendor_amount: amount,
    vendor_product_id: null,
  };
}

function total(items: readonly LineItem[]): string {
  const sum = items.reduce((money, { amount }) => money + amount, 0);
  return decimalText(sum, items[0]?.invoice.currency ?? "USD");
}

/** Those that belong together, in their order. */
function grouped(
  items: readonly LineItem[],
  keyOf: (item: LineItem) => string,
): readonly (readonly LineItem[])[] {
  const groups = new Map<string, LineItem[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
