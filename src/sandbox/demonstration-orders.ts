import type { Customer, Order } from "./shop-order.ts";

/** What is special about a demonstration order; the rest is as in `plainOrder`. Money is decimal text. */
export interface OrderSketch {
  readonly refNo: string;
  readonly about: string;
  readonly currency?: string;
  /** name, code, quantity, price of the whole line, price before discount. */
  readonly lines: readonly (readonly [string, string | null, number, string, string?])[];
  /** The order's total if it is not the sum of its lines. */
  readonly paid?: string;
  readonly daysOld?: number;
  readonly rest?: Partial<Order>;
  readonly refunded?: string;
  readonly pending?: string;
  /** Pending as well, and asked for by the shopper an hour ago. */
  readonly requested?: string;
}

const buyer: Customer = {
  firstName: "Test",
  lastName: "Buyer",
  email: "buyer@example.com",
  countryCode: "us",
};

/** What most demonstration orders have in common. */
export const plainOrder = {
  status: "COMPLETE",
  vatPercent: 0,
  customer: buyer,
  payment: { type: "CC", card: { type: "visa", lastDigits: "1111" }, collected: true },
  chargeback: "NONE",
  shape: "2022",
  course: { pendingMs: null, end: "settled", reverses: false },
} as const;

const minuteMs = 60_000;

const basic = [["Basic licence", "BASIC", 1, "40.00"]] as const;

/** The demonstration orders; the first is the one of the vendor's examples. */
export const orderSketches: readonly OrderSketch[] = [
  {
    refNo: "73152871",
    about: "several lines, one of 3 pieces for 100.00, and shipping",
    lines: [
      ["Pro licence, 1 year", "PRO-1Y", 1, "29.99"],
      ["Team seat", "SEAT", 3, "100.00"],
      ["Gold support", "SUPPORT-GOLD", 2, "99.00"],
      ["Shipping", "SHIPPING_GENERIC_PRODUCT", 1, "12.50"],
    ],
  },
  {
    refNo: "73152872",
    about: "yen: no decimals",
    currency: "JPY",
    lines: [
      ["Font", "FONT", 1, "2000"],
      ["Brush", "BRUSH", 2, "1000"],
    ],
  },
  {
    refNo: "73152873",
    about: "Kuwaiti dinar: three decimals",
    currency: "KWD",
    lines: [
      ["Course", "COURSE", 1, "10.000"],
      ["Workbook", "WORKBOOK", 1, "2.345"],
    ],
  },
  { refNo: "73152874", about: "PENDING", lines: basic, rest: { status: "PENDING" } },
  { refNo: "73152875", about: "AUTHRECEIVED", lines: basic, rest: { status: "AUTHRECEIVED" } },
  { refNo: "73152876", about: "CANCELED", lines: basic, rest: { status: "CANCELED" } },
  { refNo: "73152877", about: "more than a year old", lines: basic, daysOld: 368 },
  {
    refNo: "73152878",
    about: "a discount on a line, and VAT",
    currency: "EUR",
    lines: [["Suite", "SUITE", 2, "90.00", "120.00"]],
    rest: { vatPercent: 19 },
  },
  {
    refNo: "73152879",
    about: "two lines with the same product code",
    lines: [
      ["Seat, main office", "SEAT", 1, "35.00"],
      ["Seat, branch", "SEAT", 2, "60.00"],
    ],
  },
  {
    refNo: "73152880",
    about: "a dynamic product without a code",
    lines: [["Custom work", null, 1, "75.25"]],
  },
  { refNo: "73152881", about: "chargeback OPEN", lines: basic, rest: { chargeback: "OPEN" } },
  { refNo: "73152882", about: "chargeback LOST", lines: basic, rest: { chargeback: "LOST" } },
  { refNo: "73152883", about: "refunded in full", lines: basic, refunded: "40.00" },
  {
    refNo: "73152884",
    about: "10.00 of 50.00 refunded",
    lines: [
      ["Notes", "NOTES", 1, "20.00"],
      ["Tasks", "TASKS", 1, "30.00"],
    ],
    refunded: "10.00",
  },
  {
    refNo: "73152885",
    about: "a refund is pending since yesterday",
    lines: basic,
    pending: "15.00",
  },
  {
    refNo: "73152886",
    about: "the payment was not collected",
    lines: basic,
    rest: { payment: { type: "WIRE", card: null, collected: false } },
  },
  {
    refNo: "73152887",
    about: "a discount of 100 %: nothing was paid",
    lines: [["Gift", "GIFT", 1, "0.00", "25.00"]],
  },
  {
    refNo: "73152888",
    about: "Chinese, accents and an emoji",
    currency: "CNY",
    lines: [["专业版许可证 🎉", "PRO-ZH", 1, "199.00"]],
    rest: {
      customer: {
        firstName: "小明",
        lastName: "王 Müller-Ø 🙂",
        email: "xiaoming@example.com",
        countryCode: "cn",
      },
    },
  },
  {
    refNo: "73152889",
    about: "hostile text: terminal escapes and a direction override",
    lines: [
      [
        "\u001b[2J\u001b[32mrefunded\u001b[0m\u0007 \u202Eexe.gpj\u202C\r\nPaid: 0",
        "EVIL",
        1,
        "40.00",
      ],
    ],
    rest: { customer: { ...buyer, lastName: "Buyer\u001b]0;owned\u0007\u202E" } },
  },
  {
    refNo: "73152890",
    about: "shape of 2015: numbers as strings, no line references",
    currency: "EUR",
    lines: [
      ["Simple product", "SIMPLE", 2, "22.00"],
      ["Manual", "MANUAL", 1, "8.50"],
    ],
    rest: {
      shape: "2015",
      payment: { type: "CC", card: { type: "MasterCard", lastDigits: "5100" }, collected: true },
    },
  },
  {
    refNo: "73152891",
    about: "free of charge",
    lines: [["Community edition", "FREE", 1, "0.00"]],
    rest: { payment: { type: "FREE", card: null, collected: true } },
  },
  {
    refNo: "73152892",
    about: "a discount on the whole order: the lines add up to 80.00, 70.00 was paid",
    lines: [
      ["Editor", "EDITOR", 1, "50.00"],
      ["Themes", "THEMES", 1, "30.00"],
    ],
    paid: "70.00",
  },
  { refNo: "73152893", about: "REVERSED", lines: basic, rest: { status: "REVERSED" } },
  {
    refNo: "73152894",
    about: "PURCHASEPENDING",
    lines: basic,
    rest: { status: "PURCHASEPENDING" },
  },
  {
    refNo: "73152895",
    about: "chargeback ACCEPTED",
    lines: basic,
    rest: { chargeback: "ACCEPTED" },
  },
  { refNo: "73152896", about: "eleven months old", lines: basic, daysOld: 335 },
  { refNo: "73152897", about: "a large amount", lines: [["Site licence", "SITE", 1, "12500.00"]] },
  {
    refNo: "73152898",
    about: "a test order",
    lines: basic,
    rest: { payment: { ...plainOrder.payment, type: "TEST" } },
  },
  { refNo: "73152899", about: "one line, for trying things", lines: basic },
  { refNo: "73152900", about: "one line, for trying things", lines: basic },
  {
    refNo: "73152901",
    about: "refunds are pending for 10 minutes: time to cancel one",
    lines: basic,
    rest: { course: { ...plainOrder.course, pendingMs: 10 * minuteMs } },
  },
  {
    refNo: "73152902",
    about: "2Checkout accepts refunds and declines them later",
    lines: basic,
    rest: { course: { ...plainOrder.course, end: "declined" } },
  },
  {
    refNo: "73152903",
    about: "turns REFUND when refunded in full, then REVERSED, with negative amounts",
    lines: basic,
    rest: { course: { ...plainOrder.course, reverses: true } },
  },
  {
    refNo: "73152904",
    about: "the customer asked for a refund, which is pending",
    lines: basic,
    requested: "40.00",
  },
  {
    refNo: "73152905",
    about: "paid by wire transfer, 10.00 refunded: no second partial refund",
    lines: basic,
    rest: { payment: { type: "WIRE", card: null, collected: true } },
    refunded: "10.00",
  },
  {
    refNo: "73152906",
    about: "paid by direct debit, 100 days old",
    lines: basic,
    daysOld: 100,
    rest: { payment: { type: "DIRECT_DEBIT", card: null, collected: true } },
  },
];
