import type { Line, Order } from "./shop-order.ts";
import { vendorDate } from "./vendor-date.ts";

/** How money is written: a JSON number, or a string in orders of the old shape. */
export type Write = (minor: number) => number | string;

/** A part of an answer, in the API's own words. */
export type Answer = Readonly<Record<string, unknown>>;

/** The fields that every generation starts with. */
export function head(order: Order, status: string): Answer {
  const settled = status === "COMPLETE" || status === "REFUND";
  return {
    RefNo: order.refNo,
    OrderNo: settled ? 1 : 0,
    ExternalReference: null,
    ShopperRefNo: null,
    Status: status,
    ApproveStatus: settled ? "OK" : "WAITING",
    VendorApproveStatus: "OK",
    Language: "en",
  };
}

/** When it was placed and finished. */
export function dates(order: Order): Answer {
  return {
    OrderDate: vendorDate(order.placedAt),
    FinishDate: order.finishedAt === null ? null : vendorDate(order.finishedAt),
  };
}

/** The customer's address, for both billing and delivery. */
export function address({ customer }: Order): Answer {
  return {
    Phone: null,
    FirstName: customer.firstName,
    LastName: customer.lastName,
    Company: null,
    Email: customer.email,
    Address1: "1 Test Street",
    Address2: null,
    City: "Townsville",
    Zip: "12345",
    CountryCode: customer.countryCode,
    State: null,
  };
}

/** Commission and partner fields, which nobody uses here. */
export function partnership(order: Order, write: Write): Answer {
  return {
    CustomerDetails: null,
    Origin: "API",
    AvangateCommission: write(Math.round(order.paid / 20)),
    OrderFlow: "REGULAR",
    GiftDetails: null,
    PODetails: null,
    ExtraInformation: null,
    PartnerCode: null,
    PartnerMargin: null,
    PartnerMarginPercent: null,
    ExtraMargin: null,
    ExtraMarginPercent: null,
    ExtraDiscount: null,
    ExtraDiscountPercent: null,
    LocalTime: null,
  };
}

/** The prices of one piece, rounded down where the pieces do not divide the line evenly. */
export function unitPrices(order: Order, line: Line, write: Write): Answer {
  const piece = (minor: number): number => Math.floor(minor / line.quantity);
  const whole = prices(piece(line.gross), piece(line.paid), order.vatPercent, write);
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [`Unit${name}`, value]));
}

/** The order's own money. */
export function totals(order: Order, write: Write): Answer {
  const gross = order.lines.reduce((sum, line) => sum + line.gross, 0);
  return {
    Promotions: [],
    AdditionalFields: null,
    Currency: order.currency.toLowerCase(),
    ...prices(gross, order.paid, order.vatPercent, write),
  };
}

/** The price fields of a line or an order; gross is before discounts, paid is after them. */
export function prices(gross: number, paid: number, vatPercent: number, write: Write): Answer {
  const vatIn = (minor: number): number => Math.round((minor * vatPercent) / (100 + vatPercent));
  return {
    NetPrice: write(gross - vatIn(gross)),
    GrossPrice: write(gross),
    NetDiscountedPrice: write(paid - vatIn(paid)),
    GrossDiscountedPrice: write(paid),
    Discount: write(gross - paid),
    VAT: write(vatIn(paid)),
    AffiliateCommission: write(0),
  };
}
