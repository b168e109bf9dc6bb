import { decimalText, type Money } from "../../domain/money.ts";
import { problem } from "../../domain/problem.ts";
import type { OutcomeError } from "../../outcome.ts";
import { untriedOutcomes } from "../../domain/attempt-outcome.ts";
import type { RowEnd, SeenText } from "../../journal/row-end.ts";
import type { Context } from "../../context.ts";
import { maskedEmail } from "./customer.ts";
import type { RowResult, SeenMoney } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";

/**
 * What the journal keeps of a row for which no attempt was recorded, so that every row of a batch can be told of
 * later. Null where an attempt tells of it.
 */
export function untriedEnd(
  { row, identity }: RowWithHistory,
  result: RowResult,
  { who, at }: { readonly who: Context["who"]; readonly at: number },
): RowEnd | null {
  const { attempt, error, seen } = result;
  const outcome = untriedOutcomes.find((each) => each === result.outcome);
  if (attempt !== null || outcome === undefined) return null;
  const email = row.api === "rpc6" ? row.email : null;
  const said = error && { ...error, message: withoutEmail(error.message, email) };
  const { key, content } = identity;
  return {
    row: { key, content },
    outcome,
    problem: said && kept(said),
    seen: seen && seenText(seen),
    who: { user: who.user, host: who.host },
    at,
  };
}

/** Without the advice, which is for the command line of a single refund. */
function kept({ code, message, api, attempt }: OutcomeError): OutcomeError {
  const said = problem(code, message, api);
  return attempt === undefined ? said : { ...said, attempt };
}

/** The journal keeps no customer's address, and whose order it is not is no reason to. */
function withoutEmail(message: string, email: string | null): string {
  return email === null ? message : message.replaceAll(email, maskedEmail(email) ?? "***");
}

function seenText({ currency, paid, refunded, left }: SeenMoney): SeenText {
  const text = (money: Money | null) => money && decimalText(money);
  return { currency, paid: text(paid), refunded: text(refunded), left: text(left) };
}
