import type { Branded } from "./brand.ts";
import type { OrderNumber } from "./order-number.ts";

/** Where a person looks an order up in the control panel: an https address with a place for the number. */
export type OrderPage = Branded<"order page">;

const place = "{refNo}";

/**
 * Null unless it is https, names the place of the number once and behind the host, and has neither blanks nor
 * characters that are obeyed: it is written to terminals and handed to the browser.
 */
export function parseOrderPage(text: string): OrderPage | null {
  const [before = "", ...behind] = text.split(place);
  if (behind.length !== 1 || /[\s\p{C}\\]/u.test(text)) return null;
  if (!/^https:\/\/[^/?#@]+[/?#]/.test(before)) return null;
  return URL.canParse(text.replace(place, "1")) ? (text as OrderPage) : null;
}

/** The page of one order. */
export function pageOf(page: OrderPage, number: OrderNumber): URL {
  return new URL(page.replace(place, number));
}
