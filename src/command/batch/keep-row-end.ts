import { decimalText, type Money } from "../../domain/money.ts";
import type { Batches } from "../../journal/batches.ts";
import { untriedOutcomes } from "../../journal/attempt.ts";
import type { SeenText } from "../../journal/row-end.ts";
import type { Context } from "../../context.ts";
import { maskedEmail } from "./customer.ts";
import type { RowResult, SeenMoney } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";

/**
 * Keeps in the journal what came of a row for which no attempt was recorded, so that every row of a batch can be
 * told of later. What came of it in an earlier run is known there already; so is a row that was refused because
 * it was corrected after it had been refunded.
 */
export async function keepRowEnd(
  { row, identity }: RowWithHistory,
  result: RowResult,
  batches: Pick<Batches, "keepEnd">,
  { who, now }: Pick<Context, "who" | "now">,
): Promise<void> {
  const { batch, attempt, earlier, error, seen } = result;
  const outcome = untriedOutcomes.find((each) => each === result.outcome);
  if (batch === null || attempt !== null || earlier || outcome === undefined) return;
  if (error?.code === "row-changed") return;
  const email = row.api === "rpc6" ? row.email : null;
  const problem = error && { ...error, message: withoutEmail(error.message, email) };
  const { key, api, number } = identity;
  await batches.keepEnd(batch, {
    row: { key, api, number },
    outcome,
    problem: problem && kept(problem),
    seen: seen && seenText(seen),
    who: { user: who.user, host: who.host },
    at: now(),
  });
}

type Problem = NonNullable<RowResult["error"]>;

/** Advice is for the command line of a single refund. */
function kept({ advice: _, ...problem }: Problem): Problem {
  return problem;
}

/** The journal keeps no customer's address, and whose order it is not is no reason to. */
function withoutEmail(message: string, email: string | null): string {
  return email === null ? message : message.replaceAll(email, maskedEmail(email) ?? "***");
}

function seenText({ currency, paid, refunded, left }: SeenMoney): SeenText {
  const text = (money: Money | null) => money && decimalText(money);
  return { currency, paid: text(paid), refunded: text(refunded), left: text(left) };
}
