import type { Order } from "../domain/order.ts";

/** Of an order as it was read, what no preview shows: it differs whenever it is read again. */
const neverShown: ReadonlySet<string> = new Set<keyof Order>(["raw", "readAt", "readUptime"]);

/**
 * Everything that the user was shown, as one text: it stays the same as long as nothing that was seen and
 * confirmed has changed. Any new field is compared as well.
 */
export function shownText(shown: readonly unknown[]): string {
  return JSON.stringify(shown, (key, value: unknown) => {
    if (neverShown.has(key)) return undefined;
    return typeof value === "bigint" ? value.toString() : value;
  });
}
