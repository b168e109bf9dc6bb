import type { AttemptId } from "../domain/attempt-id.ts";
import type { Balance, LineBalance } from "../domain/balance.ts";
import { decimalText, type Money, moneyText } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { placedTime } from "../domain/placed-time.ts";
import type { RefundRequest } from "../domain/refund-request.ts";
import type { Attempt } from "../journal/attempt.ts";
import { joined, safe, type SafeText, type Showable } from "../safe-text.ts";
import { type AttemptColumn, attemptCell, startAttemptTable } from "./attempt-table.ts";
import type { Screen } from "./screen.ts";
import { renderTable } from "./table.ts";

/** @param number the order's, as a link where that is known */
export function orderFacts(order: Order, number: SafeText): Showable[][] {
  const { customer, payment } = order;
  const who = [customer.name, customer.company, customer.email, customer.country].filter(
    (part) => part !== null,
  );
  const card = [
    payment.card ?? payment.type,
    payment.lastDigits && `ending in ${payment.lastDigits}`,
  ].filter((part) => part !== null);
  const state = `${order.status}${order.test ? ", a TEST order" : ""}`;
  const approval = order.approveStatus ?? "OK";
  return [
    ["Order", safe`${number}, ${state}`],
    ["Placed", `${order.placedAt ?? "unknown"}${ageOf(order)}`],
    ["Customer", who.join(", ") || "unknown"],
    ...(approval === "OK" ? [] : [["Approval", approval]]),
    ...(order.chargeback === "none" ? [] : [["Chargeback", order.chargeback]]),
    ...(card.length === 0 ? [] : [["Paid by", card.join(" ")]]),
  ];
}

function ageOf(order: Order): string {
  const placed = placedTime(order);
  if (placed === null) return "";
  const days = Math.max(0, Math.floor((order.readAt - placed) / 86_400_000));
  return ` (${days === 1 ? "1 day" : `${days} days`} ago)`;
}

/** An order's money, and the refund under way if there is one. */
export interface OrderMoney {
  readonly order: Order;
  readonly balance: Balance;
  readonly request: Pick<RefundRequest, "items" | "amount"> | null;
}

/** Each line with its price, what was refunded, what is left and what is taken now; the order's sums below. */
export function renderLines(money: OrderMoney, screen: Screen): SafeText {
  return screen.plain ? sentences(money) : columnsOf(money, screen);
}

function columnsOf({ order, balance, request }: OrderMoney, { columns, paint }: Screen): SafeText {
  const rows = balance.lines.map(({ line, refunded, left }) => {
    const item = request?.items.find((candidate) => candidate.line === line);
    return [
      line.name ?? line.productCode ?? "?",
      ...(request === null ? [line.productCode ?? line.reference ?? ""] : []),
      line.quantity === null ? "?" : `${line.quantity}`,
      amountOrUnknown(line.amount),
      refunded.minor === 0n ? "" : decimalText(refunded),
      amountOrUnknown(left),
      ...(request === null ? [] : [taken(item)]),
    ];
  });
  // With a request, the lines have been picked; before that, the agent needs the code for --item.
  const code = request === null;
  const all = [
    [
      order.currency,
      ...(code ? ["Code"] : []),
      "Qty",
      "Paid",
      "Refunded",
      "Left",
      ...(request === null ? [] : ["This refund"]),
    ],
    ...rows,
    [
      "Order",
      ...(code ? [""] : []),
      "",
      amountOrUnknown(order.paid),
      amountOrUnknown(balance.refunded),
      amountOrUnknown(balance.left),
      ...(request === null ? [] : [decimalText(request.amount)]),
    ],
  ];
  return renderTable(all, {
    width: columns,
    shrinkable: code ? [0, 1] : [0],
    alignRight: code ? [2, 3, 4, 5] : [1, 2, 3, 4, 5],
    paint: (text, row) =>
      row === 0 ? paint.dim(text) : row === all.length - 1 ? paint.bold(text) : text,
  });
}

/** The number of pieces and their total. */
function taken(item: RefundRequest["items"][number] | undefined): string {
  return item === undefined ? "" : `${item.quantity} for ${decimalText(item.amount)}`;
}

function sentences({ order, balance, request }: OrderMoney): SafeText {
  const lines = balance.lines.map((entry, index) => {
    const item = request?.items.find((candidate) => candidate.line === entry.line);
    const now =
      item === undefined
        ? ""
        : `; this refund takes ${item.quantity} for ${moneyText(item.amount)}`;
    return `Line ${index + 1}: ${lineSentence(entry)}${now}`;
  });
  const all = [
    ...lines,
    `Paid: ${textOrUnknown(order.paid)}`,
    `Refunded: ${textOrUnknown(balance.refunded)}`,
    `Left: ${textOrUnknown(balance.left)}`,
  ];
  return joined(all, safe`\n`);
}

function lineSentence({ line, refunded, left }: LineBalance): string {
  return [
    line.name ?? line.productCode ?? "?",
    ...(line.productCode === null ? [] : [`code ${line.productCode}`]),
    `quantity ${line.quantity ?? "unknown"}`,
    `paid ${textOrUnknown(line.amount)}`,
    ...(refunded.minor === 0n ? [] : [`refunded ${moneyText(refunded)}`]),
    `left ${textOrUnknown(left)}`,
  ].join("; ");
}

function amountOrUnknown(money: Money | null): string {
  return money === null ? "unknown" : decimalText(money);
}

function textOrUnknown(money: Money | null): string {
  return money === null ? "unknown" : moneyText(money);
}

/** All attempts on an order, and of each the shortest end of its name that tells it from others. */
export interface NamedAttempts {
  readonly attempts: readonly Attempt[];
  readonly shortNames: ReadonlyMap<AttemptId, string>;
}

const layouts: readonly (readonly AttemptColumn[])[] = [
  ["attempt", "at", "amount", "outcome", "by"],
  ["attempt", "at", "amount", "outcome"],
  ["attempt", "day", "amount", "outcome"],
];

/** Earlier attempts on an order, newest first. Their names are whole only where no columns have to fit. */
export function renderAttempts({ attempts, shortNames }: NamedAttempts, screen: Screen): SafeText {
  if (!screen.plain) {
    const shown = (id: AttemptId) => shortNames.get(id) ?? id;
    return startAttemptTable(layouts, screen, shown, "Earlier attempt")(attempts);
  }
  const lines = attempts.map((attempt) => {
    const rest = ["amount", "outcome", "by"] as const;
    const words = rest.map((column) => attemptCell(attempt, column)).join(", ");
    return `Earlier attempt ${attempt.id} at ${attemptCell(attempt, "at")} UTC: ${words}`;
  });
  return joined(lines, safe`\n`);
}
