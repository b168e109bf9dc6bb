import type { Settlement } from "../../api/contract.ts";
import { readSale } from "../../api/legacy/detail-sale.ts";
import { categories } from "../../api/legacy/categories.ts";
import { momentAfter, momentOf } from "../../clocks.ts";
import { refundLineItem } from "../../api/legacy/refund-lineitem.ts";
import { saleEvidence } from "../../domain/sale-evidence.ts";
import type { LineItemId } from "../../domain/order-number.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { SettledOutcome } from "../../domain/attempt-outcome.ts";
import type { Journal } from "../../journal/journal.ts";
import { safe } from "../../safe-text.ts";
import { waitingText } from "../../prompt/talk.ts";
import { legacyAccount } from "../credentials.ts";
import type { Finding } from "./finding.ts";
import type { Run } from "../run.ts";

/** Repeating the call gives the answer, but refunds the line item if the first call did not. So it needs a confirmation. */
export async function askLegacyAgain(
  attempt: Attempt,
  number: LineItemId,
  given: { readonly said: string | null; readonly yes: boolean },
  run: Run,
  journal: Journal,
): Promise<Finding> {
  const { context, settings, talk } = run;
  const nothing =
    "the only way to find out is to ask 2Checkout to refund it once more (it answers that there is nothing to do, or refunds it now)";
  const shown = await saleShows(attempt, number, run);
  if (shown !== null) return settledLegacy(shown);
  const category = categories.find(({ name }) => name === attempt.reason);
  if (attempt.outcome !== null || given.said !== null || category === undefined) {
    return { settled: null, nothing, seen: null };
  }
  if (!given.yes && !talk.asks)
    return { settled: null, nothing: `${nothing}; confirm that with --yes`, seen: null };
  if (!given.yes) {
    const ask = await run.questions();
    const question = safe`Ask 2Checkout to refund line item ${number} once more? If it was refunded, it says so; if not, it is refunded now.`;
    if (!(await ask.yes(question))) return { settled: null, nothing, seen: null };
  }
  const account = await legacyAccount(run);
  const claimedAt = momentOf(context);
  const until = momentAfter(claimedAt, 2 * settings.timeoutMs);
  if (!(await journal.claim(attempt.id, claimedAt.wall, until.wall))) {
    return { settled: null, nothing: "another process is asking about it", seen: null };
  }
  await journal.note(attempt.id, "asked again", context.now());
  const refund = { lineItemId: number, category: category.id, comment: attempt.comment };
  const settlement = await run.stopping.whileSending({
    onWait: () => {
      talk.show(waitingText);
    },
    wasSent: ({ tag }: Settlement) => tag !== "not-sent",
    work: (signal) =>
      talk.during(
        safe`Asking again…`,
        refundLineItem(account, run.transport, refund, {
          signal,
          startBy: momentAfter(claimedAt, settings.timeoutMs),
        }),
      ),
  });
  if (settlement.tag === "accepted") {
    return settledLegacy("2Checkout accepted it when asked once more");
  }
  if (settlement.tag !== "already-refunded") {
    // It may be asked about again at once: it is unknown for the same reason as before.
    await journal.leaveUnknown(attempt.id, attempt.problem ?? settlement.problem, context.now());
    return { settled: null, nothing: settlement.problem.message, seen: null };
  }
  // For a repeat on purpose, that may be the very refund it was meant to repeat.
  return settledLegacy(
    `2Checkout says it is refunded (${settlement.problem.message})`,
    attempt.again === null ? "accepted" : "already-refunded",
  );
}

/** What the attempt's sale, if its number is known, shows of its refund; looking moves no money. */
async function saleShows(
  { sale, outcome }: Attempt,
  number: LineItemId,
  run: Run,
): Promise<string | null> {
  if (sale === null || outcome !== null) return null;
  const account = await legacyAccount(run);
  const reading = await run.talk.during(
    safe`Reading sale ${sale.sale}…`,
    readSale(account, run.transport, sale.sale),
  );
  return reading.tag === "read" ? saleEvidence(sale, reading.value, number) : null;
}

function settledLegacy(evidence: string, outcome: SettledOutcome = "accepted"): Finding {
  return { settled: { outcome, evidence }, nothing: "", seen: null };
}
