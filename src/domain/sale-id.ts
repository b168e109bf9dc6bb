import type { Branded } from "./brand.ts";

/** The number of a sale of the legacy platform, which has line items. */
export type SaleId = Branded<"sale id">;

/** Null for anything but digits. */
export function readSaleId(text: string): SaleId | null {
  return /^[0-9]{1,20}$/.test(text) ? (text as SaleId) : null;
}
