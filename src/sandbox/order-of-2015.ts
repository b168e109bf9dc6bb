import { decimalText } from "./amount.ts";
import type { Order } from "./shop-order.ts";
import {
  address,
  dates,
  head,
  partnership,
  prices,
  totals,
  unitPrices,
  type Answer,
  type Write,
} from "./order-parts.ts";
import { showRefunds } from "./refunds-shape.ts";
import type { Shop } from "./shop.ts";

/** An order as it was answered in 2015: numbers as strings, no line references. */
export function answerOf2015(shop: Shop, order: Order, status: string): Answer {
  const write: Write = (minor) => decimalText(minor, order.currency);
  const refunds = showRefunds(shop, order);
  return {
    ...head(order, status),
    ...dates(order),
    Source: null,
    AffiliateSource: null,
    AffiliateId: null,
    AffiliateName: null,
    AffiliateUrl: null,
    RecurringEnabled: false,
    HasShipping: false,
    BillingDetails: { FiscalCode: "", ...address(order) },
    DeliveryDetails: address(order),
    PaymentDetails: {
      Type: order.payment.type,
      Currency: order.currency.toLowerCase(),
      PaymentMethod: {
        FirstDigits: "5105",
        LastDigits: order.payment.card?.lastDigits,
        CardType: order.payment.card?.type,
        RecurringEnabled: false,
      },
      CustomerIP: "192.0.2.1",
    },
    ...partnership(order, write),
    TestOrder: false,
    Errors: null,
    Items: order.lines.map((line) => ({
      ProductDetails: {
        Name: line.name,
        ExtraInfo: null,
        RenewalStatus: false,
        Subscriptions: null,
      },
      PriceOptions: [],
      Price: {
        ...unitPrices(order, line, write),
        Currency: order.currency.toLowerCase(),
        ...prices(line.gross, line.paid, order.vatPercent, write),
      },
      Code: line.code,
      Quantity: String(line.quantity),
      SKU: null,
      CrossSell: null,
      Trial: null,
      AdditionalFields: null,
      Promotion: null,
    })),
    ...totals(order, write),
    ...(refunds === null ? {} : { Refunds: refunds }),
  };
}
