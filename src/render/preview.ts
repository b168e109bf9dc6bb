import type { Settings } from "../config/settings.ts";
import type { Terminal } from "../context.ts";
import type { Balance } from "../domain/balance.ts";
import { type Money, moneyText, subtractMoney } from "../domain/money.ts";
import type { LineItemRefund } from "../domain/line-item-refund.ts";
import type { Order } from "../domain/order.ts";
import { placedTime, type RefundItem, type RefundRequest } from "../domain/refund.ts";
import type { Attempt } from "../journal/attempt.ts";
import { renderTable } from "./table.ts";
import { visible } from "./untrusted.ts";

export interface Preview {
  readonly settings: Settings;
  readonly account: string;
  readonly order: Order;
  readonly plan: { readonly request: RefundRequest; readonly balance: Balance };
  readonly attempts: readonly Attempt[];
}

/** The picture that the user confirms: who, which order, which lines, what it takes, what is left. */
export function renderPreview(preview: Preview, terminal: Pick<Terminal, "columns">): string {
  const { order, plan, settings, account } = preview;
  const { balance, request } = plan;
  return [
    "",
    renderBalance(
      [["Account", `${visible(account)} at ${hostOf(settings)}`], ...orderFacts(order)],
      order,
      balance,
    ),
    "",
    renderLines(balance, request.items, terminal.columns),
    "",
    renderTable([
      ["This refund", `${moneyText(request.amount)} (${request.kind})`],
      ["Then left", amountOrUnknown(balance.left && subtractMoney(balance.left, request.amount))],
      ["Reason", visible(request.reason)],
      ...(request.comment === "" ? [] : [["Comment", visible(request.comment)]]),
    ]),
    ...(preview.attempts.length === 0 ? [] : ["", renderAttempts(preview.attempts)]),
    "",
  ].join("\n");
}

const standIn = "the STAND-IN (no real money)";

/** Live or stand-in, unmistakably. */
function hostOf({ rpc, sandbox }: Settings): string {
  return sandbox ? standIn : rpc.url.host;
}

export function orderFacts(order: Order): string[][] {
  const { customer, payment } = order;
  const who = [customer.name, customer.company, customer.email, customer.country]
    .filter((part) => part !== null)
    .map(visible);
  const card = [payment.card ?? payment.type, payment.lastDigits && `…${payment.lastDigits}`]
    .filter((part) => part !== null)
    .map((part) => visible(part));
  return [
    ["Order", `${visible(order.refNo)}${order.test ? " (a TEST order)" : ""}`],
    ["Customer", who.join(", ") || "unknown"],
    ["Placed", `${visible(order.placedAt ?? "unknown")}${ageOf(order)}`],
    ["Status", visible(order.status)],
    ...(order.chargeback === "none" ? [] : [["Chargeback", order.chargeback]]),
    ...(card.length === 0 ? [] : [["Paid by", card.join(" ")]]),
  ];
}

export function renderBalance(facts: string[][], order: Order, balance: Balance): string {
  return renderTable([
    ...facts,
    ["Paid", amountOrUnknown(order.paid)],
    ["Refunded", amountOrUnknown(balance.refunded)],
    ["Left", amountOrUnknown(balance.left)],
  ]);
}

export function renderLines(
  balance: Balance,
  items: readonly RefundItem[],
  columns: number,
): string {
  const rows = balance.lines.map(({ line, refunded, left }) => {
    const item = items.find((candidate) => candidate.line === line);
    return [
      visible(line.name ?? line.productCode ?? "?"),
      line.quantity === null ? "?" : `${line.quantity}`,
      amountOrUnknown(line.amount),
      refunded.minor === 0n ? "" : moneyText(refunded),
      amountOrUnknown(left),
      ...(items.length === 0
        ? []
        : [item === undefined ? "" : `${item.quantity} × ${moneyText(item.amount)}`]),
    ];
  });
  const heading = [
    "Line",
    "Qty",
    "Price",
    "Refunded",
    "Left",
    ...(items.length === 0 ? [] : ["This refund"]),
  ];
  return renderTable([heading, ...rows], { width: columns, alignRight: [1, 2, 3, 4, 5] });
}

function amountOrUnknown(money: Money | null): string {
  return money === null ? "unknown" : moneyText(money);
}

/** Earlier attempts on an order, newest first. */
export function renderAttempts(attempts: readonly Attempt[]): string {
  const rows = attempts.map(({ id, kind, amount, outcome, who, startedAt }) => [
    id,
    kind,
    amount === null ? "" : moneyText(amount),
    outcome ?? "UNKNOWN",
    visible(who.user),
    new Date(startedAt).toISOString().slice(0, 16).replace("T", " "),
  ]);
  return renderTable([["Attempt", "Kind", "Amount", "Outcome", "By", "At (UTC)"], ...rows], {
    alignRight: [2],
  });
}

function ageOf(order: Order): string {
  const placed = placedTime(order);
  if (placed === null) return "";
  const days = Math.max(0, Math.floor((order.readAt - placed) / 86_400_000));
  return ` (${days === 1 ? "1 day" : `${days} days`} ago)`;
}

/** The legacy API has nothing to read beforehand, so this is all that can be shown. */
export function renderLineItemPreview(
  { legacy, sandbox }: Settings,
  account: string,
  refund: LineItemRefund,
  category: string,
): string {
  const host = sandbox ? standIn : legacy.url.host;
  return `\n${renderTable([
    ["Account", `${visible(account)} at ${host} (legacy API)`],
    ["Line item", refund.lineItemId],
    ["This refund", "the whole line item; the legacy API does not tell its price"],
    ["Category", `${refund.category} ${category}`],
    ["Comment", visible(refund.comment)],
  ])}\n`;
}
