import type { Told } from "./outcome.ts";
import { legacySales } from "./shop.ts";
import type { Invariant } from "./violation.ts";
import type { Ran } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** A refund for which a sale was named: of a line item that is on it, and only once it was read. */
export function checkSale(ran: Ran, told: Told | null, violate: Violate): void {
  const { argv, calls, visit } = ran;
  const at = argv.indexOf("--sale");
  if (at < 0 || told === null) return;
  const what = `${argv.join(" ")}: ${told.outcome} (${told.error ?? ""})`;
  const sale = legacySales.find(({ id }) => id === argv[at + 1]);
  const items: readonly string[] = sale?.lineItems ?? [];
  const isOnSale = items.includes(argv[1] ?? "");
  const isRead = visit.readCalls > 0;
  const faults = visit.reads.slice(0, visit.readCalls);
  if (calls.length > 0 && (!isOnSale || !isRead)) violate("sale-ignored", what);
  if (calls.length === 0 && isRead && !faults.some((fault) => fault !== "fine") && !isOnSale) {
    const must = sale === undefined ? "sale-not-found" : "line-item-not-on-sale";
    if (told.outcome !== "refused" || told.error !== must)
      violate("sale-ignored", `${what}, must be ${must}`);
  }
  // A comment names an invoice: of one with two line items it is no evidence.
  const isLost = calls.length > 0 && calls.every(({ claim }) => claim === "unclear");
  if (isLost && told.outcome === "accepted" && items.length > 1) violate("sale-ignored", what);
}
