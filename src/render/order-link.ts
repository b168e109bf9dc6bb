import type { OrderNumber } from "../domain/order-number.ts";
import { type OrderPage, pageOf } from "../domain/order-page.ts";
import type { SafeText } from "../safe-text.ts";
import type { Screen } from "./screen.ts";

/**
 * Makes an order's number a link to its page, where the terminal can show one. The text is laid out already: a
 * link is as wide as what it shows.
 */
export function linkOrder(
  text: SafeText,
  number: OrderNumber,
  page: OrderPage | null,
  { links }: Screen,
): SafeText {
  if (page === null || !links) return text;
  // As URLs write it, there is nothing in it that a terminal would obey.
  const { href } = pageOf(page, number);
  const alone = new RegExp(`(?<![0-9])${number}(?![0-9])`, "g");
  return text.rearranged((shown) =>
    shown.replaceAll(alone, () => `\u001b]8;;${href}\u001b\\${number}\u001b]8;;\u001b\\`),
  );
}
