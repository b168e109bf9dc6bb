/** What the simulated merchant sold. Money is in minor units of the order's currency. */
export interface SoldOrder {
  readonly refNo: string;
  readonly currency: string;
  /** Decimal places of the currency. */
  readonly digits: number;
  readonly lines: readonly SoldLine[];
  email: string;
  approveStatus: string;
}

export interface SoldLine {
  readonly reference: string;
  readonly code: string;
  readonly quantity: number;
  /** Of the whole line. */
  readonly price: number;
}

/** Line items of the legacy platform, each refunded whole or not at all. It sold any of ten digits. */
export const legacyLineItems = ["1234567890", "1234567891"] as const;

/** Sales of the legacy platform: one whose line item is alone on its invoice, and one with two. */
export const legacySales = [
  { id: "4000000001", invoice: "5000000001", lineItems: ["1234567890"] },
  { id: "4000000002", invoice: "5000000002", lineItems: ["1234567891", "1234567892"] },
] as const;

export function isLegacyLineItem(number: string): boolean {
  return /^[0-9]{10}$/.test(number);
}

/** An order like the large one, under a number of its own. */
export function anotherOrder(refNo: string): SoldOrder {
  return order(refNo, "usd", 2, largeOrder);
}

export const merchant = {
  code: "SIMSHOP",
  key: "simulated-secret-key-7Q",
  legacyUser: "sim-api-user",
  legacyPassword: "simulated-password-9Z",
} as const;

type Lines = readonly (readonly [code: string, quantity: number, price: number])[];

const largeOrder: Lines = [
  ["PRO-1Y", 1, 2_999],
  ["SEAT", 3, 10_000],
  ["SUPPORT", 2, 9_900],
  ["SHIPPING", 1, 1_250],
];

export function soldOrders(): readonly SoldOrder[] {
  return [
    order("73152871", "usd", 2, largeOrder),
    order("73152899", "usd", 2, [["BASIC", 1, 4_000]]),
    order("73152872", "jpy", 0, [
      ["FONT", 1, 2_000],
      ["BRUSH", 2, 1_000],
    ]),
  ];
}

export function paidFor({ lines }: SoldOrder): number {
  return lines.reduce((sum, { price }) => sum + price, 0);
}

/** As text, such as `29.99`. */
export function decimal(minor: number, digits: number): string {
  return (minor / 10 ** digits).toFixed(digits);
}

function order(refNo: string, currency: string, digits: number, lines: Lines): SoldOrder {
  return {
    refNo,
    currency,
    digits,
    lines: lines.map(([code, quantity, price], index) => ({
      reference: `${refNo}${index}`.padEnd(40, "a"),
      code,
      quantity,
      price,
    })),
    email: "buyer@example.com",
    approveStatus: "OK",
  };
}
