import { describe, expect, test } from "vitest";
import { parseCurrency } from "../../../src/domain/currency.ts";
import type { RowResult } from "../../../src/command/batch/row-result.ts";
import { startTally } from "../../../src/command/batch/tally.ts";

const row: RowResult = {
  place: { line: 2, row: null, sheet: null },
  row: null,
  fields: {},
  batch: null,
  outcome: "accepted",
  attempt: null,
  amount: null,
  error: null,
  warnings: [],
  seen: null,
  earlier: false,
  elsewhere: false,
  host: null,
  accountRejected: false,
};

const rows = {
  accepted: row,
  refused: { ...row, outcome: "refused", error: { code: "too-late", message: "" } },
  unreached: { ...row, outcome: "not-sent", error: { code: "unreachable", message: "" } },
  busy: { ...row, outcome: "not-sent", error: { code: "too-many-requests", message: "" } },
  lost: { ...row, outcome: "unknown", error: { code: "answer-lost", message: "" } },
  earlier: { ...row, earlier: true },
  earlierLost: {
    ...row,
    earlier: true,
    elsewhere: false,
    host: null,
    outcome: "unknown",
    error: { code: "answer-lost", message: "" },
  },
  rejected: { ...row, outcome: "failed", accountRejected: true },
} as const satisfies Record<string, RowResult>;

function stoppedAfter(...names: readonly (keyof typeof rows)[]) {
  const tallying = startTally(100, { unanswered: 3, failures: null });
  for (const name of names) tallying.add(rows[name]);
  return tallying.tally().stopped;
}

describe("a batch whose rows get no answer", () => {
  test("stops when so many follow each other", () => {
    expect(stoppedAfter("lost", "unreached")).toBeNull();
    expect(stoppedAfter("accepted", "lost", "unreached", "busy")).toBe("endpoint");
  });

  test.each(["accepted", "refused"] as const)(
    "goes on when one of them between is %s",
    (between) => {
      expect(stoppedAfter("lost", "lost", between, "lost", "lost", between, "lost")).toBeNull();
      expect(stoppedAfter("lost", "lost", between, "lost", "lost", "lost")).toBe("endpoint");
    },
  );

  test("does not count rows that were so before, and they break no succession", () => {
    expect(stoppedAfter("earlierLost", "earlierLost", "earlierLost", "earlierLost")).toBeNull();
    expect(stoppedAfter("lost", "earlier", "lost", "earlier", "lost")).toBe("endpoint");
  });
});

test("a rejected account stops the batch at once, and the first cause counts", () => {
  expect(stoppedAfter("rejected", "lost", "lost", "lost")).toBe("account");
});

test("failures are counted although they do not follow each other", () => {
  const tallying = startTally(100, { unanswered: 10, failures: 2 });
  for (const name of ["refused", "accepted", "earlierLost"] as const) tallying.add(rows[name]);
  expect(tallying.tally().stopped).toBeNull();
  tallying.add(rows.lost);
  expect(tallying.tally().stopped).toBe("failures");
});

test("an unknown row that is settled leaves its count and its cause, and is counted as it was settled", () => {
  const currency = parseCurrency("USD");
  if (currency === null) throw new Error("USD is a currency");
  const amount = { minor: 100n, currency };
  const tallying = startTally(100, { unanswered: 20, failures: null });
  const lost = (line: number) => ({ ...rows.lost, place: { ...row.place, line } });
  const unknown = [2, 3].map(lost);
  for (const each of unknown) tallying.add(each);
  const [first = row, second = row] = unknown;
  tallying.settle(first, { ...first, outcome: "accepted", amount, error: null });
  expect(tallying.tally()).toMatchObject({ done: 2, causes: new Map([cause("answer-lost", 3)]) });
  tallying.settle(second, { ...second, outcome: "refused", error: rows.refused.error });
  const { done, outcomes, amounts, causes } = tallying.tally();
  expect({ done, outcomes, amounts, causes }).toEqual({
    done: 2,
    outcomes: new Map([
      ["accepted", 1],
      ["refused", 1],
    ]),
    amounts: new Map([[currency, amount]]),
    causes: new Map([cause("too-late", 3)]),
  });
});

function cause(code: string, line: number) {
  return [code, { count: 1, places: [{ ...row.place, line }] }] as const;
}
