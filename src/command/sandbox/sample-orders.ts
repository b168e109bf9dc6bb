import { joined, safe, type SafeText } from "../../safe-text.ts";
import { demonstrationLineItems, demonstrationOrders } from "../../sandbox/demonstration.ts";

/** The orders and line items of the stand-in's shop, and what each of them shows. */
export function renderSampleOrders(): SafeText {
  const orders = demonstrationOrders.map(({ refNo, about }) => safe`  ${refNo}  ${about}`);
  const items = demonstrationLineItems.map(
    ({ id, sale, about }) => safe`  ${id}  sale ${sale}  ${about}`,
  );
  return joined([safe`Orders:`, ...orders, safe`Legacy line items:`, ...items], safe`\n`);
}
