import { nextCommandOf } from "../../src/render/next-command.ts";
import { describe, expect, test } from "vitest";
import { parseCurrency } from "../../src/domain/currency.ts";
import { parseAmount } from "../../src/domain/money.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";
import {
  type AttemptError,
  blocked,
  failedBy,
  nothingSent,
  type OutcomeTag,
  planned,
  type RefundEnd,
  type RefundOutcome,
  type RefundTarget,
} from "../../src/outcome.ts";
import { renderRefund as renderRefundSafe } from "../../src/render/refund-outcome.ts";
import { outcomeOf } from "../support/document.ts";
import { lineItemId, orderNumber } from "../support/named.ts";
import { pipe, terminal, printing } from "./screens.ts";

const renderRefund = printing(renderRefundSafe);

const attempt = parseAttemptId("01ATTEMPT");
const error: AttemptError = { code: "some-reason", message: "That is why.", attempt };
const request = { method: "POST", url: "https://example.com/", body: '{"id":0}' } as const;

/** An end as the run of a refund makes it; what was recorded has an attempt. */
function end(tag: OutcomeTag, why: AttemptError = error): RefundEnd {
  switch (tag) {
    case "accepted":
      return { tag, attempt, error: null };
    case "already-refunded":
    case "refused":
    case "not-sent":
    case "unknown":
      return { tag, attempt, error: why };
    case "planned":
      return planned(request);
    case "blocked":
      return blocked(why);
    case "cancelled":
      return nothingSent(tag, why);
    case "failed":
      return failedBy("program", why);
  }
}

/** A legacy refund, which has no order to build; what differs is said by each test. */
function outcome(ended: RefundEnd, more: Partial<RefundOutcome> = {}): RefundOutcome {
  return {
    target: { api: "legacy", command: "lineitem", lineItem: lineItemId("1234567890") },
    refund: {
      kind: "lineitem",
      amount: null,
      reason: "Other",
      comment: "Sorry",
      items: [],
    },
    end: ended,
    warnings: [],
    startedAt: 0,
    finishedAt: 1_000,
    ...more,
  };
}

const unread: RefundTarget = {
  api: "rpc6",
  command: "total",
  orderNumber: orderNumber("73152871"),
  order: null,
};

describe("for people", () => {
  test.each([
    ["accepted", "Accepted: ", "1234567890"],
    ["already-refunded", "Already refunded: ", "That is why."],
    ["planned", "Planned, nothing sent: ", "1234567890"],
  ] as const)("%s is a result, on stdout", (tag, begins, says) => {
    const { code, out, err } = renderRefund(outcome(end(tag)), pipe, false);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.startsWith(begins)).toBe(true);
    expect(out).toContain(says);
  });

  test.each([
    ["refused", 4, "no money moved", "That is why."],
    ["blocked", 5, "nothing was sent", "That is why."],
    ["not-sent", 6, "safe to run it again", "That is why."],
    ["unknown", 7, "refund reconcile 01ATTEMPT", "not known whether", "That is why."],
    ["cancelled", 130, "nothing was sent", "Stopped"],
    ["failed", 1, "nothing was refunded", "That is why."],
  ] as const)("%s exits with %i and says on stderr: %s", (tag, code, ...says) => {
    const rendered = renderRefund(outcome(end(tag)), pipe, false);
    expect(rendered).toMatchObject({ code, out: "" });
    for (const words of says) expect(rendered.err).toContain(words);
  });

  test.each([
    ["unknown", error, "01ATTEMPT"],
    [
      "blocked",
      { ...error, code: "unresolved-attempt", attempt: parseAttemptId("01OTHER") },
      "01OTHER",
    ],
  ] as const)(
    "%s names the command to run, with the flags that find the attempt",
    (tag, why, id) => {
      const nextCommand = nextCommandOf({ sandbox: true });
      const { err } = renderRefund(outcome(end(tag, why)), { ...pipe, nextCommand }, false);
      expect(err).toContain(`\nRun: refund reconcile ${id} --sandbox\n`);
    },
  );

  test.each([
    ["rpc6", "not-accepted", "does not show this refund"],
    ["rpc6", "refused-by-api", "does not show this refund"],
    ["legacy", "refused-by-api", "2Checkout refused it twice"],
  ] as const)(
    "of the %s API %s after sending does not claim that no money moved",
    (api, code, reason) => {
      const why = { ...error, code };
      const sent = outcome(end("refused", why), api === "rpc6" ? { target: unread } : {});
      const { code: exit, err } = renderRefund(sent, pipe, false);
      expect(exit).toBe(4);
      expect(err).toMatch(/^Refused: That is why\. /);
      expect(err).toContain(reason);
      expect(err).toContain("Check the control panel before you try again.");
      expect(err).not.toContain("no money moved");
      // The same code in place of an order that was to be read: nothing was sent.
      const unsent = renderRefund({ ...sent, end: nothingSent("refused", why) }, pipe, false);
      expect(unsent.err).toBe("Refused, no money moved: That is why.\n");
    },
  );

  test("that an answer was lost is said only where it was", () => {
    const told = (code: string) =>
      renderRefund(outcome(end("unknown", { ...error, code })), pipe, false).err;
    expect(told("answer-lost")).toContain("may have reached 2Checkout, but the answer was lost");
    expect(told("too-many-requests")).toContain(
      "UNKNOWN: it is not known whether 2Checkout refunded line item 1234567890.",
    );
    expect(told("too-many-requests")).not.toContain("lost");
  });

  test("a block tells how to repeat it on purpose, as JSON too", () => {
    const repeated = { ...error, code: "duplicate-refund", advice: "Add: --again 01ATTEMPT" };
    const blocked = outcome(end("blocked", repeated));
    const words = "That is why. Add: --again 01ATTEMPT";
    expect(renderRefund(blocked, pipe, false).err).toContain(words);
    expect(outcomeOf(renderRefund(blocked, pipe, true)).error?.message).toBe(words);
  });

  test("on a terminal it is broken between words, but for the request of a plan", () => {
    const message = "A reason that is longer than one line of a terminal is wide. "
      .repeat(3)
      .trim();
    const { err } = renderRefund(
      outcome(end("unknown", { ...error, message })),
      terminal(60),
      false,
    );
    expect(Math.max(...err.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(err.replaceAll("\n", " ")).toContain(message);
    const body = JSON.stringify({ text: message });
    const { out } = renderRefund(outcome(planned({ ...request, body })), terminal(60), false);
    expect(out).toContain(`POST https://example.com/\n${body}\n`);
  });

  test("accepted does not claim that the money is back", () => {
    const { out } = renderRefund(outcome(end("accepted")), pipe, false);
    expect(out).toContain("accepted the request");
    expect(out).not.toMatch(/refunded\b/i);
  });

  test("a plan shows its request", () => {
    const { out } = renderRefund(outcome(end("planned")), pipe, false);
    expect(out).toContain('POST https://example.com/\n{"id":0}\n');
  });

  test("a warning that came with the answer is shown with the result", () => {
    const warnings = [
      { code: "journal-not-updated", message: "It stays open." },
      { code: "chargeback-open", message: "The preview said this." },
    ];
    const { code, err } = renderRefund(outcome(end("accepted"), { warnings }), pipe, false);
    expect({ code, err }).toEqual({ code: 0, err: "Warning: It stays open.\n" });
  });

  test("what 2Checkout said is shown and not obeyed", () => {
    const message = "2Checkout refused: \u001b[2J\u202e\nAccepted: all of it";
    for (const tag of ["refused", "unknown", "not-sent", "already-refunded"] as const) {
      const { out, err } = renderRefund(outcome(end(tag, { ...error, message })), pipe, false);
      expect(out + err).toContain("␛[2J\\u{202e}␊Accepted");
    }
  });
});

describe("as JSON", () => {
  const usd = parseCurrency("USD");
  const amount = usd && parseAmount("26", usd);

  test.each([
    ["accepted", 0],
    ["already-refunded", 0],
    ["planned", 0],
    ["refused", 4],
    ["blocked", 5],
    ["not-sent", 6],
    ["unknown", 7],
    ["cancelled", 130],
    ["failed", 1],
  ] as const)("%s is one document and exits with %i", (tag, code) => {
    const rendered = renderRefund(outcome(end(tag)), pipe, true);
    expect(rendered.err).toBe("");
    expect(outcomeOf(rendered)).toMatchObject({
      code,
      outcome: tag,
      api: "legacy",
      lineItem: "1234567890",
      error: ["accepted", "planned"].includes(tag) ? null : { ...error, api: null },
      startedAt: "1970-01-01T00:00:00.000Z",
      finishedAt: "1970-01-01T00:00:01.000Z",
    });
  });

  test("money is decimal text beside its currency, and unknown money is null", () => {
    if (amount === null || "reason" in amount) throw new Error("26 USD is an amount.");
    const refund = { kind: "total", amount, reason: "Other", comment: "", items: [] } as const;
    const known = outcomeOf(renderRefund(outcome(end("accepted"), { refund }), pipe, true));
    expect(known.refund).toMatchObject({ amount: "26.00", currency: "USD" });
    const unknown = outcomeOf(renderRefund(outcome(end("accepted")), pipe, true));
    expect(unknown.refund).toMatchObject({ amount: null, currency: null });
  });

  test("a refund of an order has the order, which is null where it was not reached", () => {
    const document = outcomeOf(
      renderRefund(outcome(end("cancelled"), { target: unread }), pipe, true),
    );
    expect(document.order).toBeNull();
    expect(document).not.toHaveProperty("lineItem");
  });
});
