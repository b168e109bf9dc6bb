import { createHmac } from "node:crypto";
import type { SimulatedClock } from "./clock.ts";
import { type Habits, pendingForMs } from "./habits.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { orderAnswer } from "./order-answer.ts";
import { type Claim, rpcSayings, type RpcSaying, type Wire } from "./sayings.ts";
import { merchant, paidFor, type SoldOrder } from "./shop.ts";

export interface Shop {
  readonly clock: SimulatedClock;
  readonly habits: Habits;
  readonly orders: readonly SoldOrder[];
  readonly ledger: Ledger;
}

/** What 2Checkout would say by itself, and what it would do. */
export interface Natural {
  readonly says: RpcSaying;
  /** What the refund would make; null when it is refused. */
  readonly makes: Omit<LedgerEntry, "undone" | "revived"> | null;
}

export interface Sessions {
  readonly open: (params: readonly unknown[]) => string | null;
  readonly isOpen: (session: unknown) => boolean;
}

const sessionMs = 10 * 60_000;
const toleratedSkewMs = 5 * 60_000;

export function openSessions({ clock, habits }: Pick<Shop, "clock" | "habits">): Sessions {
  const opened = new Map<string, number>();
  return {
    open: ([code, date, hash, algorithm]) => {
      const text = [merchant.code, String(date)].map((part) => `${part.length}${part}`).join("");
      const right = createHmac(String(algorithm), merchant.key).update(text).digest("hex");
      const at = Date.parse(`${String(date).replace(" ", "T")}Z`);
      const skewed = habits.checksClock && Math.abs(at - clock.truth()) > toleratedSkewMs;
      if (code !== merchant.code || hash !== right || skewed) return null;
      const session = `simulated-session-${opened.size}`;
      opened.set(session, clock.truth());
      return session;
    },
    isOpen: (session) => clock.truth() - (opened.get(String(session)) ?? -Infinity) < sessionMs,
  };
}

export function readOrder(shop: Shop, refNo: string): { readonly Status: string } | null {
  const order = shop.orders.find((each) => each.refNo === refNo);
  if (order === undefined) return null;
  const { ledger, habits, clock } = shop;
  const refunded = { standing: ledger.of(refNo), undone: ledger.undone(refNo) };
  return orderAnswer(order, refunded, habits, clock.truth());
}

/** The rules of a refund that the vendor documents, as far as the shop's habits keep them. */
export function judgeRefund({ clock, habits, orders, ledger }: Shop, call: RefundCall): Natural {
  const order = orders.find(({ refNo }) => refNo === call.refNo);
  if (order === undefined) return { says: "answer not eligible", makes: null };
  const scale = 10 ** order.digits;
  const items = call.items.map((item) => ({ ...item, minor: Math.round(item.amount * scale) }));
  const stated = call.amount === null ? null : Math.round(call.amount * scale);
  const amount = stated ?? items.reduce((sum, { minor }) => sum + minor, 0);
  const earlier = ledger.of(order.refNo);
  const left = paidFor(order) - ledger.refunded(order.refNo);
  const pending = earlier.some(({ at }) => clock.truth() - at < pendingForMs);
  if (habits.limits && left <= 0) return { says: "answer total refund placed", makes: null };
  if (habits.onePending && pending) return { says: "answer pending request", makes: null };
  if (habits.limits && amount > left) return { says: "answer maximum exceeded", makes: null };
  return {
    says: "answer TRUE",
    makes: {
      api: "rpc6",
      number: order.refNo,
      amount,
      lines: items
        .map(({ reference, quantity, minor }) => `${reference}:${quantity}:${minor}`)
        .sort()
        .join(";"),
      references: items.map(({ reference }) => reference),
      by: "us",
      comment: call.comment,
      at: clock.truth(),
    },
  };
}

export interface RefundCall {
  readonly refNo: string;
  readonly amount: number | null;
  readonly items: readonly {
    readonly reference: string;
    readonly quantity: number;
    readonly amount: number;
  }[];
  readonly comment: string;
}

/** The parameters behind the session. */
export function refundCall([refNo, amount, items, comment]: readonly unknown[]): RefundCall {
  const list = Array.isArray(items) ? (items as readonly Record<string, unknown>[]) : [];
  return {
    refNo: String(refNo),
    amount: typeof amount === "number" ? amount : null,
    items: list.map((item) => ({
      reference: String(item["LineItemReference"] ?? item["ProductCode"]),
      quantity: Number(item["Quantity"]),
      amount: Number(item["Amount"]),
    })),
    comment: String(comment),
  };
}

export function rpcSaying(says: RpcSaying): { readonly claim: Claim; readonly wire: Wire } {
  return rpcSayings[says];
}
