import * as z from "zod/mini";
import { parseCurrency } from "../../domain/currency.ts";
import { type Money, moneyFromWire } from "../../domain/money.ts";
import { parseAttemptId } from "../../domain/pasted.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { errorPart, moneyPart, warningPart } from "../../render/document-parts.ts";
import { maskedEmail } from "./customer.ts";
import type { Row } from "./row.ts";
import type { RowResult } from "./row-result.ts";

/** What of a result other processes can tell by. */
export type StoredResult = Pick<
  RowResult,
  "outcome" | "attempt" | "amount" | "error" | "warnings" | "seen"
>;

const problemPart = {
  code: z.string(),
  message: z.string(),
  api: z.nullable(z.object({ code: z.nullable(z.string()), message: z.string() })),
};
const money = z.nullable(z.string());
const outcomes = [
  ...(["accepted", "already-refunded", "refused", "not-sent", "unknown"] as const),
  ...(["blocked", "cancelled", "failed", "planned", "withdrawn"] as const),
] as const;

const storedResult = z.object({
  outcome: z.enum(outcomes),
  attempt: z.nullable(z.string()),
  amount: money,
  currency: z.nullable(z.string()),
  error: z.nullable(z.object({ ...problemPart, attempt: z.nullable(z.string()) })),
  warnings: z.array(z.object(problemPart)),
  seen: z.nullable(z.object({ currency: z.string(), paid: money, refunded: money, left: money })),
});

type Stored = z.infer<typeof storedResult>;

/** As the journal keeps it: without the customer's address, which the row and so a message may name. */
export function resultText(row: Row, result: StoredResult): string {
  const { outcome, attempt, amount, error, warnings, seen } = result;
  const stored: Stored = {
    outcome,
    attempt,
    amount: moneyPart(amount),
    currency: amount && amount.currency,
    error: errorPart(error),
    warnings: warnings.map(warningPart),
    seen: seen && {
      currency: seen.currency,
      paid: moneyPart(seen.paid),
      refunded: moneyPart(seen.refunded),
      left: moneyPart(seen.left),
    },
  };
  const text = JSON.stringify(stored);
  const email = row.api === "rpc6" ? row.email : null;
  return email === null ? text : text.replaceAll(inJson(email), inJson(maskedEmail(email) ?? ""));
}

/** Null where no program like this one wrote it. */
export function resultFrom(text: string): StoredResult | null {
  const { data } = storedResult.safeParse(parsed(text));
  if (data === undefined) return null;
  const { outcome, attempt, amount, currency, error, warnings, seen } = data;
  return {
    outcome,
    attempt: attempt === null ? null : parseAttemptId(attempt),
    amount: moneyOf(amount, currency),
    error: error && {
      ...problemOf(error),
      ...(error.attempt === null ? {} : { attempt: parseAttemptId(error.attempt) }),
    },
    warnings: warnings.map(problemOf),
    seen: seen && seenOf(seen),
  };
}

function seenOf({ currency: code, paid, refunded, left }: NonNullable<Stored["seen"]>) {
  const currency = parseCurrency(code);
  return (
    currency && {
      currency,
      paid: moneyOf(paid, code),
      refunded: moneyOf(refunded, code),
      left: moneyOf(left, code),
      customer: null,
    }
  );
}

function problemOf({ code, message, api }: Stored["warnings"][number]): Problem {
  return problem(code, message, api ?? undefined);
}

function moneyOf(amount: string | null, code: string | null): Money | null {
  const currency = parseCurrency(code);
  return amount === null || currency === null ? null : moneyFromWire(amount, currency);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
