import * as z from "zod/mini";
import type { Moment } from "../../clocks.ts";
import { type Currency, parseCurrency } from "../../domain/currency.ts";
import { moneyFromWire } from "../../domain/money.ts";
import type { Chargeback, Order, OrderLine } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { problem } from "../../domain/problem.ts";
import { failed, type Reading } from "../contract.ts";
import { errorInResult, isRecord, parseError, type RpcError } from "./envelope.ts";
import { apiWords, refusalCode } from "./refusals.ts";
import { rawRefunds, readRefunds } from "./refunds.ts";

/** A text, or null for anything else: one odd field must not make the order unreadable. */
const text = z.catch(
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value) => (value === "" ? null : String(value))),
  ),
  null,
);
const record = z.catch(z.record(z.string(), z.unknown()), {});
const flag = z.catch(z.boolean(), false);
/** A whole number of pieces, at least one; a string in old orders. */
const pieces = z.catch(
  z.pipe(
    z.union([z.string().check(z.regex(/^[0-9]+(\.0+)?$/)), z.number()]),
    z.transform((value) => {
      const number = Number(value);
      return Number.isSafeInteger(number) && number > 0 ? number : null;
    }),
  ),
  null,
);

const wireLine = z.object({
  LineItemReference: text,
  Code: text,
  Quantity: pieces,
  ProductDetails: z.catch(z.object({ Name: text }), { Name: null }),
  Price: record,
});

/** An order as getOrder answers, of any year seen. @see docs/api-notes.md, getOrder */
const wireOrder = z.object({
  RefNo: text,
  Status: text,
  ApproveStatus: text,
  ChargebackResolution: z.optional(z.unknown()),
  OrderDate: text,
  Currency: z.optional(z.unknown()),
  TotalPrice: z.optional(z.unknown()),
  GrossDiscountedPrice: z.optional(z.unknown()),
  TestOrder: flag,
  Items: z.optional(z.unknown()),
  BillingDetails: z.catch(
    z.object({ FirstName: text, LastName: text, Company: text, Email: text, CountryCode: text }),
    { FirstName: null, LastName: null, Company: null, Email: null, CountryCode: null },
  ),
  PaymentDetails: z.catch(
    z.object({
      Type: text,
      PaymentMethod: z.catch(z.object({ CardType: text, LastDigits: text }), {
        CardType: null,
        LastDigits: null,
      }),
    }),
    { Type: null, PaymentMethod: { CardType: null, LastDigits: null } },
  ),
  Refunds: z.optional(z.unknown()),
});

type WireOrder = z.infer<typeof wireOrder>;
type WireLine = z.infer<typeof wireLine>;

/** Reads the result of getOrder, in which errors also come as null, false, [], or `{"CODE":"text"}`. */
export function readOrderResult(value: unknown, asked: OrderNumber, at: Moment): Reading<Order> {
  const error = isRecord(value) ? parseError(value["error"]) : null;
  if (error !== null) return refusedOrder(error, asked);
  const parsed = wireOrder.safeParse(value);
  if (!parsed.success || parsed.data.RefNo === null) return noOrder(value, asked);
  const wire = parsed.data;
  if (wire.RefNo !== asked) {
    return failed(
      "refused",
      problem(
        "order-mismatch",
        `2Checkout was asked for order ${asked} but answered with order ${wire.RefNo}, so the answer was not used.`,
      ),
    );
  }
  const currency = parseCurrency(wire.Currency);
  if (currency === null) {
    return failed(
      "refused",
      problem("order-unreadable", `The currency of order ${asked} cannot be read.`),
    );
  }
  return { tag: "read", value: orderOf(wire, asked, currency, value, at) };
}

/** What an error in place of an order means. */
export function refusedOrder(error: RpcError, asked: string): Reading<Order> {
  const missing = error.code === "55201" ? "order-not-found" : "refused-by-api";
  const code = refusalCode(error.message) ?? missing;
  const what =
    code === "order-not-found"
      ? `has no order ${asked} on this account`
      : `does not show order ${asked}`;
  return failed("refused", problem(code, `2Checkout ${what}: ${error.message}`, apiWords(error)));
}

function noOrder(value: unknown, asked: string): Reading<Order> {
  const error = errorInResult(value);
  if (error !== null) return refusedOrder(error, asked);
  const nothing = value === null || value === false || (Array.isArray(value) && value.length === 0);
  return failed(
    "refused",
    nothing
      ? problem("order-not-found", `2Checkout has no order ${asked} on this account.`)
      : problem("order-unreadable", `2Checkout's answer for order ${asked} is not an order.`),
  );
}

function orderOf(
  wire: WireOrder,
  refNo: OrderNumber,
  currency: Currency,
  raw: unknown,
  at: Moment,
): Order {
  const { BillingDetails: customer, PaymentDetails: payment } = wire;
  const name = [customer.FirstName, customer.LastName].filter((part) => part !== null).join(" ");
  return {
    number: refNo,
    status: wire.Status?.toUpperCase() ?? "UNKNOWN",
    approveStatus: wire.ApproveStatus,
    chargeback: chargebackOf(wire.ChargebackResolution),
    placedAt: wire.OrderDate,
    currency,
    paid: moneyFromWire(wire.TotalPrice ?? wire.GrossDiscountedPrice, currency),
    lines: linesOf(wire.Items, currency),
    refunds: readRefunds(wire.Refunds, currency),
    rawRefunds: rawRefunds(wire.Refunds),
    customer: {
      name: name === "" ? null : name,
      company: customer.Company,
      email: customer.Email,
      country: customer.CountryCode?.toUpperCase() ?? null,
    },
    payment: {
      type: payment.Type,
      card: payment.PaymentMethod.CardType,
      lastDigits: payment.PaymentMethod.LastDigits,
    },
    test: wire.TestOrder || payment.Type === "TEST",
    readAt: at.wall,
    readUptime: at.uptime,
    raw,
  };
}

/**
 * A list of items; or, as PHP writes a list that has holes, an object of them by index or by reference; or
 * the only item by itself. Null for anything else: the order's lines are then unknown.
 */
function linesOf(items: unknown, currency: Currency): readonly OrderLine[] | null {
  if (Array.isArray(items)) return items.map((item) => lineOf(item, null, currency));
  if (!isRecord(items)) return null;
  if (Object.keys(wireLine.shape).some((key) => key in items)) {
    return [lineOf(items, null, currency)];
  }
  const entries = Object.entries(items);
  return entries.every(([, item]) => isRecord(item))
    ? entries.map(([key, item]) => lineOf(item, key, currency))
    : null;
}

const lineReference = /^[0-9a-f]{40}$/i;

/** @param key the item's key; its reference may appear nowhere else */
function lineOf(item: unknown, key: string | null, currency: Currency): OrderLine {
  const line = wireLine.safeParse(item).data ?? emptyLine();
  const {
    Currency: own = null,
    GrossDiscountedPrice: whole,
    UnitGrossDiscountedPrice: unit,
  } = line.Price;
  const alike = own === null || parseCurrency(own) === currency;
  return {
    reference: line.LineItemReference ?? (key !== null && lineReference.test(key) ? key : null),
    productCode: line.Code,
    name: line.ProductDetails.Name,
    quantity: line.Quantity,
    amount: alike ? moneyFromWire(whole, currency) : null,
    unitAmount: alike ? moneyFromWire(unit, currency) : null,
  };
}

function emptyLine(): WireLine {
  return {
    LineItemReference: null,
    Code: null,
    Quantity: null,
    ProductDetails: { Name: null },
    Price: {},
  };
}

function chargebackOf(value: unknown): Chargeback {
  if (value === undefined || value === null || value === "") return "none";
  switch (typeof value === "string" ? value.toUpperCase() : value) {
    case "NONE":
      return "none";
    case "OPEN":
      return "open";
    case "WON":
      return "won";
    case "LOST":
      return "lost";
    case "ACCEPTED":
      return "accepted";
    default:
      return "unreadable";
  }
}
