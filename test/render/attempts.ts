import { parseCurrency } from "../../src/domain/currency.ts";
import { type Money, parseAmount } from "../../src/domain/money.ts";
import type { Attempt, RefundAttempt } from "../../src/journal/attempt.ts";
import { intent, noLater } from "../journal/open.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

export function dollars(text: string): Money {
  const currency = parseCurrency("USD");
  const amount = currency && parseAmount(text, currency);
  if (amount === null || "reason" in amount) throw new Error(`${text} is no amount`);
  return amount;
}

/** An accepted attempt, some of it different. */
export function attempt(different: Partial<RefundAttempt> = {}): Attempt {
  return {
    ...intent({ amount: dollars("29.99"), ticket: "T-1" }),
    id: parseAttemptId("01M7ZVDP1YGWWWSYDQHT7QP062"),
    outcome: "accepted",
    settledBy: "answer",
    settledAt: null,
    problem: null,
    evidence: null,
    ...noLater,
    ...different,
  };
}
