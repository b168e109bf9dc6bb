import { readSale } from "../../api/legacy/detail-sale.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { findLineItem, type Sale } from "../../domain/sale.ts";
import { saleEvidence, type SaleSnapshot, saleSnapshot } from "../../domain/sale-evidence.ts";
import { type Ending, endingOf, nothingSent } from "../../outcome.ts";
import { safe } from "../../safe-text.ts";
import { contradictedRefusal, mayBeAboutCopy } from "../about-a-copy.ts";
import { acceptedByEvidence, type Conclusion, unknown } from "../conclusion.ts";
import type { LineItemTask } from "./line-item-task.ts";

/** The sale that a line item is on, as it was read before anything is sent. */
export interface SeenSale {
  readonly sale: Sale;
  readonly before: SaleSnapshot;
  readonly warnings: readonly Problem[];
}

type SaleReading =
  | { readonly tag: "seen"; readonly seen: SeenSale | null }
  | { readonly tag: "ended"; readonly end: Ending };

/** Reads the sale where its number was given; a line item that is not on it is not refunded. */
export async function readSaleBefore(task: LineItemTask): Promise<SaleReading> {
  const { input, account, run } = task;
  if (input.saleId === null) return { tag: "seen", seen: null };
  const reading = await run.talk.during(
    safe`Reading the sale…`,
    readSale(account, run.transport, input.saleId),
  );
  if (reading.tag === "failed") return { tag: "ended", end: endingOf(reading.failure) };
  const sale = reading.value;
  const before = saleSnapshot(sale, input.lineItemId);
  if (before === null) {
    const words = `Line item ${input.lineItemId} is not on sale ${sale.id}. Check both numbers; nothing was sent.`;
    const error = problem("line-item-not-on-sale", words);
    return { tag: "ended", end: nothingSent("refused", error) };
  }
  const warnings = ageWarnings(sale, input.lineItemId, run.context.now());
  return { tag: "seen", seen: { sale, before, warnings } };
}

const dayMs = 86_400_000;
/** A line item can be refunded for so long. A day is left for the zone of the date, which nobody tells. */
const refundableForMs = 180 * dayMs - dayMs;

function ageWarnings(sale: Sale, lineItemId: string, now: number): readonly Problem[] {
  const placedAt = findLineItem(sale, lineItemId)?.invoice.placedAt ?? sale.placedAt;
  const placed = placedAt === null ? NaN : Date.parse(`${placedAt.replace(" ", "T")}Z`);
  if (Number.isNaN(placed) || now - placed <= refundableForMs) return [];
  return [
    problem(
      "older-than-180-days",
      `The invoice is from ${placedAt ?? ""}. The legacy API refunds for 180 days, so 2Checkout may refuse it.`,
    ),
  ];
}

/** After a loss, or a refusal that the sale may contradict, the sale is read again. Only a new comment on it changes the outcome. */
export async function concludeBySale(
  conclusion: Conclusion,
  before: SaleSnapshot | null,
  { input, account, run }: LineItemTask,
  signal: AbortSignal,
): Promise<Conclusion> {
  if (!isOpen(conclusion) || before === null || input.saleId === null) return conclusion;
  const reading = await readSale(account, run.transport, input.saleId, { signal });
  const evidence =
    reading.tag === "read" ? saleEvidence(before, reading.value, input.lineItemId) : null;
  if (evidence === null) return conclusion;
  if (conclusion.outcome === "refused" && conclusion.grounds.by === "answer") {
    return unknown(contradictedRefusal(conclusion.problem, evidence));
  }
  return acceptedByEvidence(evidence);
}

/** Whether a sale may show something else. */
function isOpen(conclusion: Conclusion): boolean {
  if (conclusion.outcome !== "refused") return conclusion.outcome === "unknown";
  return conclusion.grounds.by === "evidence" || mayBeAboutCopy(conclusion.problem);
}
