import { legacySales } from "./shop.ts";

/** What `detail_sale` tells, after the recorded answer of 2017. */
export function saleAnswer(
  id: string,
  isRefunded: (lineItem: string) => boolean,
): { readonly status: number; readonly value: object } {
  const sale = legacySales.find((each) => each.id === id);
  if (sale === undefined) {
    const error = {
      code: "RECORD_NOT_FOUND",
      message: "Unable to find record.",
      parameter: "sale_id",
    };
    return { status: 404, value: { errors: [error] } };
  }
  const { invoice, lineItems } = sale;
  const placed = "2026-11-01 09:00:00";
  return {
    status: 200,
    value: {
      response_code: "OK",
      response_message: "Sale detail retrieved",
      sale: {
        sale_id: id,
        date_placed: placed,
        customer: { first_name: "Test", last_name: "Buyer", email_address: "buyer@example.com" },
        invoices: [
          {
            invoice_id: invoice,
            sale_id: id,
            date_placed: placed,
            status: "deposited",
            lineitems: lineItems.map((number) => ({
              lineitem_id: number,
              invoice_id: invoice,
              product_name: `Product ${number}`,
              customer_amount: "28.85",
              status: isRefunded(number) ? "refund" : "bill",
            })),
          },
        ],
        comments: lineItems.filter(isRefunded).map(() => ({
          comment: `Refund Issued On Invoice: ${invoice}`,
          timestamp: "2026-11-21 12:00:00",
          username: "API",
        })),
      },
    },
  };
}
