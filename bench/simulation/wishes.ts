import { legacyLineItems, soldOrders } from "./shop.ts";

/** A refund that somebody may want: on a command line, or as a row of a batch. */
export interface Wish {
  readonly api: "rpc6" | "legacy";
  /** The order or the legacy line item. */
  readonly number: string;
  readonly argv: readonly string[];
  readonly row: Readonly<Record<string, string>>;
}

const [large = "", single = "", yen = ""] = soldOrders().map(({ refNo }) => refNo);
const reference = soldOrders()[0]?.lines[0]?.reference ?? "";

/** Few orders and many spellings, so that the same refund comes up again and again. */
export const wishes: readonly Wish[] = [
  total(large),
  partial(large, "PRO-1Y"),
  partial(large, reference),
  partial(large, "SEAT:2"),
  partial(large, "SEAT:1"),
  amount(large, "26.00", "USD"),
  lineItem(large, "PRO-1Y"),
  total(single),
  lineItem(single, "BASIC"),
  partial(single, "BASIC:1:20.00"),
  amount(single, "20.00", "USD"),
  amount(single, "40.00", "USD"),
  total(yen),
  partial(yen, "BRUSH:1"),
  amount(yen, "1500", "JPY"),
  ...legacyLineItems.map(legacyWish),
  saleWish("1234567890", "4000000001"),
  saleWish("1234567891", "4000000002"),
  // It is on another sale, and there is no such sale.
  saleWish("1234567890", "4000000002"),
  saleWish("1234567891", "4000000009"),
];

function total(order: string): Wish {
  return { api: "rpc6", number: order, argv: ["total", order], row: { kind: "total", order } };
}

function partial(order: string, items: string): Wish {
  // A row states all three parts of an item or the line alone.
  return {
    api: "rpc6",
    number: order,
    argv: ["partial", order, "--item", items],
    row: { kind: "partial", order, items },
  };
}

function amount(order: string, money: string, currency: string): Wish {
  return {
    api: "rpc6",
    number: order,
    argv: ["partial", order, "--amount", money],
    row: { kind: "partial", order, amount: money, currency },
  };
}

function lineItem(order: string, line: string): Wish {
  return {
    api: "rpc6",
    number: order,
    argv: ["lineitem", line, "--order", order],
    row: { kind: "lineitem", order, lineitem: line },
  };
}

function saleWish(lineitem: string, sale: string): Wish {
  const wish = legacyWish(lineitem);
  return { ...wish, argv: [...wish.argv, "--sale", sale] };
}

export function legacyWish(lineitem: string): Wish {
  return {
    api: "legacy",
    number: lineitem,
    argv: ["lineitem", lineitem, "--legacy", "--category", "16"],
    row: { kind: "legacy", lineitem, category: "16" },
  };
}
