import type { OrderNumber } from "../domain/order-number.ts";
import { type OrderPage, pageOf } from "../domain/order-page.ts";
import { type SafeText, visible } from "../safe-text.ts";
import type { Screen } from "./screen.ts";

/**
 * An order's number, as a link to its page where the terminal can show one. It is put into a text before that is
 * laid out, so that nothing else in the text is ever taken for the number.
 */
export function linkedNumber(
  number: OrderNumber,
  page: OrderPage | null,
  { links }: Screen,
): SafeText {
  const alone = visible(number);
  if (page === null || !links) return alone;
  // As URLs write it, there is nothing in it that a terminal would obey.
  const { href } = pageOf(page, number);
  return alone.rearranged((shown) => `\u001b]8;;${href}\u001b\\${shown}\u001b]8;;\u001b\\`);
}
