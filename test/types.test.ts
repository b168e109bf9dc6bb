import { expect, test } from "vitest";
import type { Conclusion } from "../src/command/conclusion.ts";
import type { AttemptId, BatchId } from "../src/domain/attempt-id.ts";
import type { LineItemId, OrderNumber } from "../src/domain/order-number.ts";
import { parseAttemptId, parseBatchId } from "../src/domain/pasted.ts";
import { type RowKey, rowKeyOf } from "../src/domain/row-key.ts";
import type { Subject } from "../src/journal/attempt.ts";
import type { Journal } from "../src/journal/journal.ts";
import type { AttemptError, RefundEnd } from "../src/outcome.ts";
import { exitCode } from "../src/render/exit-code.ts";
import { lineItemId, orderNumber } from "./support/named.ts";

// Held by `npm run check:types`: without the error that a line expects, it is itself an error.
const attempt = parseAttemptId("01ATTEMPT");
const why = { code: "answer-lost", message: "The answer was lost." };
const error: AttemptError = { ...why, attempt };
const warnings: readonly [] = [];

test("an end cannot say what cannot be", () => {
  const impossible: readonly RefundEnd[] = [
    // @ts-expect-error what is unknown was recorded as an attempt
    { tag: "unknown", attempt: null, error },
    // @ts-expect-error so was what is accepted
    { tag: "accepted", attempt: null, error: null },
    // @ts-expect-error nothing stands in the way of what is accepted
    { tag: "accepted", attempt, error },
    // @ts-expect-error a failure has a cause
    { tag: "failed", attempt: null, error: why },
    // @ts-expect-error and is told why
    { tag: "failed", cause: "usage", attempt: null, error: null },
    // @ts-expect-error of what was recorded only the account may be the cause
    { tag: "failed", cause: "program", attempt, error },
    // @ts-expect-error a refusal is told why
    { tag: "refused", attempt: null, error: null },
    // @ts-expect-error a block names the attempt that blocks
    { tag: "blocked", attempt: null, error: why },
    // @ts-expect-error a plan has its request
    { tag: "planned", attempt: null, error: null },
    // @ts-expect-error and was not sent
    { tag: "planned", attempt, error: null, request: { method: "POST", url: "", body: "" } },
    // @ts-expect-error what was stopped by the user was not sent
    { tag: "cancelled", attempt, error },
  ];
  expect(impossible).not.toEqual([]);
});

test("a conclusion cannot say what cannot be", () => {
  const impossible: readonly Conclusion[] = [
    // @ts-expect-error of what is accepted the credentials were not rejected
    { outcome: "accepted", grounds: { by: "answer" }, next: { tag: "account-rejected" }, warnings },
    // @ts-expect-error what may have been sent is not repeated
    { outcome: "unknown", problem: why, next: { tag: "repeat", afterMs: 0 }, warnings },
    {
      outcome: "refused",
      grounds: { by: "answer" },
      problem: why,
      // @ts-expect-error nor is what was refused
      next: { tag: "repeat", afterMs: 0 },
      warnings,
    },
    // @ts-expect-error a repeat has its time, and comes of no rejected account
    { outcome: "not-sent", problem: why, next: { tag: "account-rejected", afterMs: 0 }, warnings },
    // @ts-expect-error evidence is told
    { outcome: "accepted", grounds: { by: "evidence" }, warnings },
    // @ts-expect-error an answer is no evidence
    { outcome: "accepted", grounds: { by: "answer", evidence: "listed" }, warnings },
    // @ts-expect-error why it is unknown is told
    { outcome: "unknown", problem: null, warnings },
    // @ts-expect-error only a person says so, and afterwards
    { outcome: "not-applied", problem: why, warnings },
  ];
  expect(impossible).not.toEqual([]);
});

test("the exit code of a failure needs its cause", () => {
  // @ts-expect-error it decides between 1, 2 and 3
  expect(exitCode({ tag: "failed" })).toBeUndefined();
});

test("a number or an id stands in for no other, and no text for any", () => {
  const order = orderNumber("73152871");
  const lineItem = lineItemId("1234567890");
  const batch = parseBatchId("01BATCH");
  const key = rowKeyOf("row 1", "");
  // @ts-expect-error a line item is no order
  const asOrder: OrderNumber = lineItem;
  // @ts-expect-error nor an order a line item
  const asLineItem: LineItemId = order;
  // @ts-expect-error a batch is no attempt
  const asAttempt: AttemptId = batch;
  // @ts-expect-error nor an attempt a batch
  const asBatch: BatchId = attempt;
  // @ts-expect-error digits that nobody read are no order's number
  const unread: OrderNumber = "73152871";
  // @ts-expect-error a row's own id is not its key
  const unkeyed: RowKey = "row 1";
  const owner = { realm: "live", account: "ACME" };
  const subjects: readonly Subject[] = [
    // @ts-expect-error the 6.0 API has no line items with an id
    { ...owner, api: "rpc6", number: lineItem },
    // @ts-expect-error the legacy API has no orders
    { ...owner, api: "legacy", number: order },
  ];
  // @ts-expect-error the batch comes first, then the keys of its rows
  const swapped = (journal: Journal) => journal.batches.attemptsFor(key, [batch]);
  const stranger = (journal: Journal) =>
    // @ts-expect-error a batch has no timeline
    journal.timeline(batch);
  expect([asOrder, asLineItem, asAttempt, asBatch, unread, unkeyed, subjects]).toHaveLength(7);
  expect([swapped, stranger]).toHaveLength(2);
});
