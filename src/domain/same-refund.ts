import type { Balance, RefundedPieces } from "./balance.ts";
import { absolute, decimalText, type Money, moneyText, sumMoney } from "./money.ts";
import { mayBeSameLine } from "./named-line.ts";
import type { Order } from "./order.ts";
import type { RefundKind } from "./refund-kind.ts";
import type { ResolvedWish } from "./wish.ts";

/** An accepted refund of the same order, reduced to what decides whether another one is the same. */
export interface EarlierRefund {
  readonly kind: RefundKind;
  readonly amount: Money;
  readonly items: readonly RefundedPieces[];
  readonly completes: boolean;
  /** The text it was recorded under. */
  readonly sameness: string;
}

/**
 * Amount and lines as one text, which is stored; the journal lets each text through once. A refund that is the same as
 * an earlier one gets that one's text, however the two were spelled and however the order read then,
 * so texts that earlier versions stored block as before.
 * @param order at its largest reading
 * @param earlier accepted refunds of it; the first that is the same decides
 */
export function samenessOf(
  order: Order,
  balance: Balance,
  amount: Money,
  wish: ResolvedWish,
  earlier: readonly EarlierRefund[],
): string {
  const whole = isWhole(order, amount);
  const pieces = wish.kind === "total" ? remainingPieces(balance, amount) : wish.items;
  const same = earlier.find(
    (refund) =>
      refund.amount.currency === amount.currency &&
      refund.amount.minor === amount.minor &&
      (whole || isSameScope(refund, wish.kind, pieces)),
  );
  return same?.sameness ?? textOf(amount, whole, wish.kind, pieces);
}

/** Whether two refunds of the same amount take it from the same lines. */
function isSameScope(
  earlier: EarlierRefund,
  kind: RefundKind,
  pieces: readonly RefundedPieces[],
): boolean {
  if (pieces.length > 0 && earlier.items.length > 0) return arePaired(pieces, earlier.items);
  // If one side has no lines: it took everything, so it took these; else only an amount equals an amount.
  if (earlier.completes || earlier.kind === "total") return true;
  return kind !== "total" && pieces.length === earlier.items.length;
}

function arePaired(pieces: readonly RefundedPieces[], others: readonly RefundedPieces[]): boolean {
  return (
    pieces.length === others.length &&
    pieces.every((piece) =>
      others.some(
        (other) =>
          mayBeSameLine(piece, other) &&
          piece.quantity === other.quantity &&
          piece.amount.minor === other.amount.minor,
      ),
    )
  );
}

/** Refunded orders have been seen with negative money. */
function isWhole({ paid }: Order, amount: Money): boolean {
  return paid !== null && absolute(paid).minor === amount.minor;
}

/** Every refund of the order's whole price is the same refund, whether it named the lines or not. */
function textOf(
  amount: Money,
  whole: boolean,
  kind: RefundKind,
  pieces: readonly RefundedPieces[],
): string {
  if (whole) return `${moneyText(amount)} whole`;
  const lines = pieces
    .map((item) => [item.reference ?? item.productCode, item.quantity, decimalText(item.amount)])
    .map((fields) => fields.join(":"))
    .sort();
  return `${moneyText(amount)} ${lines.join(";") || (kind === "total" ? "rest" : "amount")}`;
}

/** The lines that make up a remainder, if that is known: untouched ones that add up to it. */
function remainingPieces(balance: Balance, amount: Money): readonly RefundedPieces[] {
  const open = balance.lines.filter(({ left }) => left === null || left.minor > 0n);
  const pieces = open.flatMap(({ line, left, refunded }) =>
    left !== null && refunded.minor === 0n && line.quantity !== null
      ? [{ ...line, quantity: line.quantity, amount: left }]
      : [],
  );
  const sum = sumMoney(
    pieces.map((piece) => piece.amount),
    amount.currency,
  );
  return pieces.length === open.length && sum.minor === amount.minor ? pieces : [];
}
