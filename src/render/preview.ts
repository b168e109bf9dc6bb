import type { Settings } from "../config/settings.ts";
import type { Balance } from "../domain/balance.ts";
import type { LineItemRefund } from "../domain/line-item-refund.ts";
import { moneyText, subtractMoney } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { findLineItem, type Sale } from "../domain/sale.ts";
import type { RefundRequest } from "../domain/refund-request.ts";
import { placeName } from "../journal-place.ts";
import { joined, safe, type SafeText } from "../safe-text.ts";
import { renderLabelled } from "./labelled.ts";
import { linkedNumber } from "./order-link.ts";
import { type NamedAttempts, orderFacts, renderAttempts, renderLines } from "./order-text.ts";
import { renderRealm } from "./realm.ts";
import type { Screen } from "./screen.ts";

export interface Preview extends NamedAttempts {
  readonly settings: Settings;
  readonly account: string;
  readonly order: Order;
  readonly plan: { readonly request: RefundRequest; readonly balance: Balance };
}

/** The preview that the user confirms: who, which order, which lines, how much, and what is left. */
export function renderPreview(preview: Preview, screen: Screen): SafeText {
  const { order, plan, settings, account, attempts } = preview;
  const { balance, request } = plan;
  const { paint } = screen;
  const left = balance.left && subtractMoney(balance.left, request.amount);
  const refund = [
    ["This refund", paint.bold(`${moneyText(request.amount)} (${request.kind})`)],
    ["Left after", left === null ? "unknown" : moneyText(left)],
    ["Reason", request.reason],
    ...(request.comment === "" ? [] : [["Comment", `${request.comment} (the customer reads it)`]]),
  ];
  const parts = [
    renderRealm(settings.rpc, account, screen),
    renderLabelled(
      orderFacts(order, linkedNumber(order.number, settings.orderPage, screen)),
      screen,
    ),
    renderLines({ order, balance, request }, screen),
    ...(attempts.length === 0 ? [] : [renderAttempts(preview, screen)]),
    renderLabelled([...refund, ...sharedJournal(settings)], screen),
  ];
  return safe`\n${joined(parts, safe`\n\n`)}\n`;
}

/** @param sale the line item's sale, if its number is known; without it nothing can be read beforehand */
export function renderLineItemPreview(
  settings: Settings,
  account: string,
  refund: LineItemRefund,
  category: string,
  sale: Sale | null,
  screen: Screen,
): SafeText {
  const facts = [
    ...(sale === null ? [] : saleFacts(sale)),
    ["Line item", refund.lineItemId],
    ...lineItemFacts(sale, refund.lineItemId),
    ["Category", `${refund.category} ${category}`],
    ["Comment", `${refund.comment} (the customer reads it)`],
    ...sharedJournal(settings),
  ];
  return safe`\n${renderRealm(settings.legacy, `${account} (legacy API)`, screen)}\n\n${renderLabelled(facts, screen)}\n`;
}

/** Named where it is a team's, because then others see this refund. */
function sharedJournal({ journal }: Settings): readonly (readonly string[])[] {
  return journal.kind === "file" ? [] : [["Journal", placeName(journal)]];
}

function saleFacts({ id, placedAt, customer }: Sale): string[][] {
  const who = [customer.name, customer.email].filter((part) => part !== null).join(", ");
  return [
    ["Sale", `${id}, placed ${placedAt ?? "at an unknown time"}`],
    ["Customer", who || "unknown"],
  ];
}

/** What is refunded; the platform tells no currency. */
function lineItemFacts(sale: Sale | null, id: string): string[][] {
  const found = sale && findLineItem(sale, id);
  if (found === null) {
    return [["This refund", "the whole line item; the legacy API does not give its price"]];
  }
  const { invoice, lineItem } = found;
  return [
    ["Product", lineItem.product ?? "unknown"],
    ["Invoice", `${invoice.id}, ${invoice.status ?? "state unknown"}, ${invoice.placedAt ?? ""}`],
    ["State", lineItem.status ?? "unknown"],
    [
      "This refund",
      lineItem.amount === null
        ? "the whole line item, of an unknown amount"
        : `the whole line item, ${lineItem.amount} in the customer's currency`,
    ],
  ];
}
