import type { Settings } from "../../config/settings.ts";
import { moneyText } from "../../domain/money.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { linkedNumber } from "../../render/order-link.ts";
import {
  type NamedAttempts,
  orderFacts,
  renderAttempts,
  renderLines,
} from "../../render/order-text.ts";
import { renderProse } from "../../render/prose.ts";
import { renderRealm } from "../../render/realm.ts";
import type { Screen } from "../../render/screen.ts";
import { joined, safe, type SafeText } from "../../safe-text.ts";
import type { OrderPosition } from "../plan.ts";
import { describe, waitingRefunds } from "./meant-refund.ts";
import { cancellableForMs } from "./what-was-cancelled.ts";

export interface CancelPreview extends NamedAttempts {
  readonly settings: Settings;
  readonly account: string;
  readonly position: OrderPosition;
  /** Null where this journal knows no refund that waits. */
  readonly meant: Attempt | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the user confirms: who, which order, which refund is meant, and what else the call may hit. */
export function renderCancelPreview(preview: CancelPreview, screen: Screen): SafeText {
  const { settings, account, position, attempts } = preview;
  const { order, balance } = position;
  const parts = [
    renderRealm(settings.rpc, account, screen),
    renderLabelled(
      orderFacts(order, linkedNumber(order.number, settings.orderPage, screen)),
      screen,
    ),
    renderLines({ order, balance, request: null }, screen),
    ...(attempts.length === 0 ? [] : [renderAttempts(preview, screen)]),
    renderLabelled([["To be cancelled", screen.paint.bold(meantText(preview.meant))]], screen),
    joined(
      hints(preview).map((hint) => renderProse(safe`${hint}`, screen)),
      safe`\n`,
    ),
  ];
  return safe`\n${joined(parts, safe`\n\n`)}\n`;
}

function meantText(meant: Attempt | null): string {
  return meant === null ? "whatever refund of this order is pending" : describe(meant);
}

/** What is known of the call, as hints: 2Checkout decides. */
function hints({ meant, attempts, now }: CancelPreview): readonly string[] {
  const late = meant !== null && now - meant.startedAt > cancellableForMs;
  return [
    "2Checkout is told the order's number, not which refund: it cancels the refund of this order that is pending. If the customer asked for a refund, that request may be declined by this.",
    ...(meant === null
      ? ["This journal knows no refund of this order that waits to be paid out."]
      : []),
    ...(waitingRefunds(attempts).length > 1
      ? [
          "Several refunds of this order wait, so the journal cannot tell afterwards which one was cancelled.",
        ]
      : []),
    late
      ? "A refund can be cancelled for about 2 hours after it was requested. This one is older, so 2Checkout may refuse."
      : "A refund can be cancelled for about 2 hours after it was requested, while it is pending or approved.",
  ];
}

/** Names amount, order, customer and account. */
export function cancelQuestion({ meant, position, settings, account }: CancelPreview): SafeText {
  const { number, customer } = position.order;
  const what = meant?.amount ? `the refund of ${moneyText(meant.amount)}` : "the pending refund";
  const who = customer.email ?? customer.name ?? "an unknown customer";
  const where = settings.sandbox ? "STAND-IN" : `account ${account}`;
  return safe`Cancel ${what} of order ${number} (${who}; ${where})?`;
}
