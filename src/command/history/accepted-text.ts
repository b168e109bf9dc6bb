import { type Money, moneyText } from "../../domain/money.ts";
import { joined, safe, type SafeText } from "../../safe-text.ts";
import type { Paint } from "../../render/paint.ts";

export interface Accepted {
  readonly sums: readonly Money[];
  /** Refunds whose amount only 2Checkout knows. */
  readonly unstated: number;
}

/** What was accepted, by currency. */
export function acceptedText({ sums, unstated }: Accepted, paint: Paint): SafeText {
  const some = unstated === 1 ? "1 refund" : `${unstated} refunds`;
  const amounts = [
    ...sums.map((sum) => paint.bold(moneyText(sum))),
    ...(unstated === 0 ? [] : [safe`${some} whose amount only 2Checkout knows`]),
  ];
  return amounts.length === 0 ? safe`nothing` : joined(amounts, ", ");
}

/** The same where there is room for a few words; nothing where nothing was accepted. */
export function acceptedBrief({ sums, unstated }: Accepted): string {
  return [
    ...sums.map(moneyText),
    ...(unstated === 0 ? [] : [`${unstated} of unknown amount`]),
  ].join(", ");
}
