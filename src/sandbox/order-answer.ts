import { decimalText } from "./amount.ts";
import type { Line, Order } from "./shop-order.ts";
import { answerOf2015 } from "./order-of-2015.ts";
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
import { isReturned, statusOf, type Shop } from "./shop.ts";

const shippingCode = "SHIPPING_GENERIC_PRODUCT";

/** getOrder's result, in the shape of the recorded answers of the order's generation. */
export function orderAnswer(shop: Shop, order: Order): Answer {
  const { refundsShape } = shop.settings;
  const status = refundsShape === "null" ? order.status : statusOf(shop, order);
  const turnsNegative = refundsShape === "negative" || order.course.reverses;
  const sign = turnsNegative && isReturned(shop, order) ? -1 : 1;
  return order.shape === "2015"
    ? answerOf2015(shop, order, status)
    : answerOf2022(shop, order, status, (minor) => {
        const value = Number(decimalText(minor, order.currency));
        return value === 0 ? 0 : sign * value;
      });
}

function answerOf2022(shop: Shop, order: Order, status: string, write: Write): Answer {
  const { payment } = order;
  return {
    ...head(order, status),
    MerchantCode: shop.account.merchantCode,
    ...dates(order),
    Source: "shop.example.com",
    WSOrder: null,
    Affiliate: {
      AffiliateCode: null,
      AffiliateSource: null,
      AffiliateName: null,
      AffiliateUrl: null,
    },
    HasShipping: order.lines.some((line) => line.code === shippingCode),
    BillingDetails: { FiscalCode: null, TaxOffice: null, ...address(order) },
    DeliveryDetails: { FiscalCode: null, TaxOffice: null, ...address(order) },
    PaymentDetails: {
      Type: payment.type,
      Currency: order.currency.toLowerCase(),
      PaymentMethod:
        payment.card === null
          ? null
          : {
              FirstDigits: "4111",
              LastDigits: payment.card.lastDigits,
              CardType: payment.card.type,
              ExpirationMonth: "12",
              ExpirationYear: "29",
              RecurringEnabled: false,
              Vendor3DSReturnURL: null,
              Vendor3DSCancelURL: null,
              InstallmentsNumber: null,
            },
      CustomerIP: "192.0.2.1",
    },
    DeliveryInformation: {
      ShippingMethod: { Code: null, TrackingUrl: null, TrackingNumber: null, Comment: null },
    },
    ...partnership(order, write),
    TestOrder: payment.type === "TEST",
    FxRate: 1,
    FxMarkup: 0,
    PayoutCurrency: order.currency,
    DeliveryFinalized: order.finishedAt !== null,
    ChargebackResolution: order.chargeback,
    ChargebackReasonCode: null,
    Errors: null,
    Items: order.lines.map((line) => itemOf2022(order, line, write)),
    ...totals(order, write),
    CustomParameters: null,
    Refunds: showRefunds(shop, order),
  };
}

function itemOf2022(order: Order, line: Line, write: Write): Answer {
  return {
    ProductDetails: {
      Name: line.name,
      ShortDescription: null,
      Tangible: line.code === shippingCode,
      IsDynamic: line.code === null,
      ExtraInfo: null,
      RenewalStatus: false,
      Subscriptions: null,
      DeliveryInformation: {
        Delivery: "NO_DELIVERY",
        DownloadFile: null,
        DeliveryDescription: "",
        CodesDescription: "",
        Codes: [],
      },
    },
    PriceOptions: [],
    Price: {
      ...unitPrices(order, line, write),
      ItemUnitNetPrice: 0,
      ItemUnitGrossPrice: 0,
      ItemNetPrice: 0,
      ItemGrossPrice: 0,
      VATPercent: order.vatPercent,
      HandlingFeeNetPrice: 0,
      HandlingFeeGrossPrice: 0,
      Currency: order.currency.toLowerCase(),
      ...prices(line.gross, line.paid, order.vatPercent, write),
    },
    ...(line.code === null ? {} : { Code: line.code }),
    LineItemReference: line.reference,
    PurchaseType: "PRODUCT",
    ExternalReference: "",
    Quantity: line.quantity,
    SKU: null,
    CrossSell: null,
    Trial: null,
    AdditionalFields: null,
    Promotion: null,
    RecurringOptions: null,
    SubscriptionStartDate: null,
    SubscriptionCustomSettings: null,
    UpSell: null,
  };
}
