import type { Invoice, LineItem } from "./shop-line-item.ts";

const dayMs = 86_400_000;

/** The line item that was refunded before the shop opened. */
export const refundedBefore = "1234567891";

/** Amounts are US cents. */
interface Sketch {
  readonly id: string;
  readonly about: string;
  readonly amount: number;
  readonly invoice?: Partial<Invoice>;
  readonly rest?: Partial<LineItem>;
}

const sketches: readonly Sketch[] = [
  { id: "1234567890", about: "can be refunded", amount: 1999 },
  { id: refundedBefore, about: "was refunded before: NOTHING_TO_DO", amount: 2500 },
  { id: "1234567892", about: "200 days old: TOO_LATE", amount: 3000, invoice: { placedAt: -200 } },
  {
    id: "1234567893",
    about: "only 5.00 left on its invoice: TOO_HIGH",
    amount: 2000,
    invoice: { balance: 500 },
  },
  { id: "1234567894", about: "free of charge: TOO_LOW", amount: 0 },
  {
    id: "1234567895",
    about: "of a kind that cannot be refunded: INVALID_PARAMETER",
    amount: 1000,
    rest: { refundable: false },
  },
  {
    id: "1234567896",
    about: "another merchant's sale: FORBIDDEN",
    amount: 1000,
    invoice: { ours: false },
  },
  {
    id: "1234567897",
    about: "can be refunded, answers with warnings",
    amount: 1250,
    rest: { oddity: "warning" },
  },
  {
    id: "1234567898",
    about: "refuses with a response_code at HTTP 200",
    amount: 1250,
    rest: { oddity: "refusal-at-200" },
  },
  { id: "1234567899", about: "can be refunded", amount: 4900 },
  {
    id: "1234567900",
    about: "shares its invoice with the next one",
    amount: 1500,
    invoice: { id: "91234567900", sale: "81234567900", balance: 2500 },
  },
  {
    id: "1234567901",
    about: "shares its invoice with the one before",
    amount: 1000,
    invoice: { id: "91234567900", sale: "81234567900", balance: 2500 },
  },
  {
    id: "1234567902",
    about: "the second invoice of that sale",
    amount: 1500,
    invoice: { sale: "81234567900" },
  },
];

/** The demonstration line items as they stand in a shop opened at the given moment (ms). */
export function lineItemsAt(openedAt: number): readonly LineItem[] {
  return sketches.map(({ id, about, amount, invoice, rest }) => {
    const { placedAt: days = -20, ...others } = invoice ?? {};
    return {
      id,
      about,
      name: `Product ${id.slice(-3)}`,
      amount,
      refundable: true,
      oddity: null,
      invoice: {
        id: `9${id}`,
        sale: `8${id}`,
        currency: "USD",
        balance: amount,
        ours: true,
        placedAt: openedAt + days * dayMs,
        ...others,
      },
      ...rest,
    };
  });
}
