import { describe, expect, test } from "vitest";
import { parseCurrency } from "../../src/domain/currency.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import { order } from "../domain/build.ts";
import { databases } from "./databases.ts";
import { orderNumber } from "../support/named.ts";
import { rowKeyOf } from "../../src/domain/row-key.ts";
import type { AttemptId } from "../../src/domain/attempt-id.ts";
import {
  begunAttempt,
  intent,
  leaseAll,
  newRow,
  leasedRow,
  noon,
  settledAttempt,
  subject,
  who,
} from "./open.ts";

const usd = parseCurrency("USD");
if (usd === null) throw new Error("USD is a currency");

const answered = { by: "answer", problem: null, evidence: null, at: noon } as const;
const other = { ...subject, number: orderNumber("73152872") };
const lost = { code: "answer-lost", message: "The answer was lost." };
const farAhead = Date.UTC(2100, 0, 1);

// The promises of the journal, kept by each of its databases.
describe.each(databases)("a journal in $name", ({ open, openOwned }) => {
  test("a second unresolved attempt on the same order is impossible", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    const different = intent({ sameness: "7.00 USD amount" });
    expect(await journal.begin(different, [id])).toEqual({ tag: "conflict" });
    expect(await journal.begin(intent({ subject: other }), [])).toMatchObject({ tag: "begun" });
  });

  test("a conflict leaves nothing behind", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    await journal.begin(intent({ sameness: "7.00 USD amount" }), [id]);
    expect(await journal.list({})).toHaveLength(1);
  });

  test("the same refund cannot be recorded again once it was accepted", async () => {
    const journal = await open();
    const id = await settledAttempt(journal, "accepted");
    expect(await journal.begin(intent(), [id])).toEqual({ tag: "conflict" });
  });

  test.each(["refused", "not-sent"] as const)(
    "a refund that was %s may be tried again",
    async (outcome) => {
      const journal = await open();
      const id = await settledAttempt(journal, outcome);
      expect(await journal.begin(intent(), [id])).toMatchObject({ tag: "begun" });
    },
  );

  test("an accepted attempt can be repeated on purpose once", async () => {
    const journal = await open();
    const first = await settledAttempt(journal, "accepted");
    const repeat = await settledAttempt(journal, "accepted", { again: first });
    expect(await journal.begin(intent({ again: first }), [first, repeat])).toEqual({
      tag: "conflict",
    });
    expect(await journal.begin(intent({ again: repeat }), [first, repeat])).toMatchObject({
      tag: "begun",
    });
  });

  test("an accepted attempt is repeated once, whatever the repeat was recorded as", async () => {
    const journal = await open();
    const first = await settledAttempt(journal, "accepted");
    const repeat = await settledAttempt(journal, "accepted", { again: first });
    const spelled = intent({ again: first, sameness: "5.00 USD a:1:5.00" });
    expect(await journal.begin(spelled, [first, repeat])).toEqual({ tag: "conflict" });
  });

  test("a repeat that was not sent does not use up the permission", async () => {
    const journal = await open();
    const first = await settledAttempt(journal, "accepted");
    const repeat = await settledAttempt(journal, "not-sent", { again: first });
    expect(await journal.begin(intent({ again: first }), [first, repeat])).toMatchObject({
      tag: "begun",
    });
  });

  test("a plan made before another attempt came is void, even if that one is settled", async () => {
    const journal = await open();
    const seen: AttemptId[] = [];
    await settledAttempt(journal, "accepted", { sameness: "7.00 USD amount" });
    expect(await journal.begin(intent(), seen)).toEqual({ tag: "conflict" });
  });

  test("an answer outweighs evidence, but for a refusal of what is there; both outweigh a person", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    const settle = (
      outcome: "accepted" | "not-applied" | "refused",
      by: "answer" | "evidence" | "person",
    ) => journal.settle(id, { ...answered, outcome, by });
    expect(await settle("not-applied", "person")).toBe(true);
    expect(await settle("accepted", "person")).toBe(true);
    expect(await settle("accepted", "evidence")).toBe(true);
    expect(await settle("not-applied", "person")).toBe(false);
    expect(await settle("refused", "answer")).toBe(true);
    expect(await settle("accepted", "person")).toBe(false);
    expect(await journal.find(id)).toMatchObject({ outcome: "refused", settledBy: "answer" });
    expect(await settle("accepted", "evidence")).toBe(true);
    expect(await settle("not-applied", "person")).toBe(false);
    expect((await journal.timeline(id)).map(({ what }) => what)).toEqual([
      ...[
        "recorded",
        "not-applied (by person)",
        "accepted (by person)",
        "accepted (by evidence)",
        "refused (by answer)",
        "accepted (by evidence)",
      ],
    ]);
  });

  test("an unknown outcome keeps its reason and stays open", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    const problem = { code: "answer-lost", message: "The answer was lost." };
    await journal.leaveUnknown(id, problem, noon);
    expect(await journal.find(id)).toMatchObject({ outcome: null, problem });
  });

  test("an attempt is claimed by one, and only when its process is done with it", async () => {
    const journal = await open();
    const id = await begunAttempt(journal, { busyUntil: noon + 60_000 });
    expect(await journal.claim(id, noon, noon + 120_000)).toBe(false);
    await journal.leaveUnknown(id, lost, noon);
    expect(await journal.claim(id, noon, noon + 120_000)).toBe(true);
    expect(await journal.claim(id, noon, noon + 120_000)).toBe(false);
  });

  test("an attempt that was settled cannot be claimed any more", async () => {
    const journal = await open();
    for (const [outcome, number] of [
      ["accepted", "1"],
      ["not-sent", "2"],
    ] as const) {
      const id = await settledAttempt(journal, outcome, {
        subject: { ...subject, number: orderNumber(number) },
        busyUntil: noon,
      });
      const settled = await journal.find(id);
      expect(await journal.claim(id, noon, noon + 60_000)).toBe(false);
      expect(await journal.find(id)).toEqual(settled);
    }
  });

  test("a claim that a wrong clock made for a year is void", async () => {
    const journal = await open();
    const year = 365 * 86_400_000;
    const id = await begunAttempt(journal, { busyUntil: noon + year });
    expect(await journal.claim(id, noon, noon + 60_000)).toBe(true);
    expect(await journal.claim(id, noon, noon + 60_000)).toBe(false);
  });

  test("an attempt that is left unknown under a clock that is ahead can be claimed once it is right", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    const problem = { code: "answer-lost", message: "The answer was lost." };
    await journal.leaveUnknown(id, problem, noon + 20 * 60_000);
    expect(await journal.claim(id, noon, noon + 60_000)).toBe(true);
  });

  test("an attempt that was settled meanwhile is not made unknown", async () => {
    const journal = await open();
    const id = await settledAttempt(journal, "accepted");
    const settled = await journal.find(id);
    const late = { code: "answer-lost", message: "The answer was lost." };
    await journal.leaveUnknown(id, late, noon + 90_000);
    expect(await journal.find(id)).toEqual(settled);
  });

  test("what 2Checkout refused in an answer of its own is not reopened, and the later outcome is written", async () => {
    const journal = await open();
    const refused = await settledAttempt(journal, "refused");
    const later = await begunAttempt(journal, { sameness: "7.00 USD amount" });
    const problem = { code: "pending-refund", message: "One is pending." };
    await journal.settle(later, {
      ...answered,
      outcome: "refused",
      reopens: { attempt: refused, problem },
    });
    expect(await journal.find(refused)).toMatchObject({ outcome: "refused", settledBy: "answer" });
    expect(await journal.find(later)).toMatchObject({ outcome: "refused" });
  });

  test("what was recorded is read back as it was, and its times are as far apart", async () => {
    const journal = await open();
    const wanted = intent({
      amount: { minor: 2999n, currency: usd },
      items: [
        {
          reference: "a439",
          productCode: "PRO-1Y",
          quantity: 1,
          amount: { minor: 2999n, currency: usd },
        },
      ],
      comment: "Sorry, \u00c5sa \u{1f600}",
      ticket: "T-1",
      completes: true,
      row: await leasedRow(journal),
      before: snapshotOf(order()),
    });
    await journal.begin(wanted, []);
    const [found] = await journal.attemptsOn(subject);
    if (found === undefined) throw new Error("it is not there");
    const { startedAt, sendBy, busyUntil } = found;
    expect(found).toEqual({
      ...wanted,
      origin: { row: "1", source: "refunds.csv", otherFile: null },
      row: { batch: wanted.row?.batch, key: wanted.row?.key },
      id: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
      startedAt,
      sendBy,
      busyUntil,
      outcome: null,
      settledBy: null,
      settledAt: null,
      problem: null,
      evidence: null,
      processed: null,
      invoices: null,
      paidTwice: false,
    });
    expect(Math.abs(sendBy - startedAt - 30_000)).toBeLessThan(1_000);
    expect(Math.abs(busyUntil - startedAt - 60_000)).toBeLessThan(1_000);
    expect(await journal.find(found.id)).toEqual(found);
    expect(await journal.list({ ticket: "T-1" })).toEqual([found]);
  });

  test("of those who saw the same, one records an attempt, however many try at once", async () => {
    const journal = await open();
    const seen = await settledAttempt(journal, "refused");
    const tries = Array.from({ length: 8 }, (_, n) =>
      journal.begin(intent({ sameness: `${n}.00 USD amount` }), [seen]),
    );
    const tags = (await Promise.all(tries)).map(({ tag }) => tag).sort();
    expect(tags).toEqual(["begun", ...Array.from({ length: 7 }, () => "conflict")]);
  });

  test("an outcome that rested on the order alone is reopened by a later answer, with that in one commit", async () => {
    const journal = await open();
    const refused = await begunAttempt(journal);
    await journal.settle(refused, { ...answered, outcome: "refused", by: "evidence" });
    const later = await begunAttempt(journal, { sameness: "7.00 USD amount" });
    const reopens = { attempt: refused, problem: lost };
    await journal.settle(later, { ...answered, outcome: "refused", reopens });
    expect(await journal.find(refused)).toMatchObject({ outcome: null, problem: lost });
    expect(await journal.find(later)).toMatchObject({ outcome: "refused" });
  });

  test("a person's correction that would accept the same refund twice becomes a line of its timeline", async () => {
    const journal = await open();
    const first = await begunAttempt(journal);
    await journal.settle(first, { ...answered, outcome: "not-applied", by: "person" });
    await settledAttempt(journal, "accepted");
    expect(await journal.settle(first, { ...answered, outcome: "accepted", by: "evidence" })).toBe(
      false,
    );
    expect(await journal.find(first)).toMatchObject({ outcome: "not-applied" });
    const lines = (await journal.timeline(first)).map(({ what }) => what);
    expect(lines.at(-1)).toMatch(
      /^accepted \(by evidence\); but the same refund was accepted since$/,
    );
  });

  test("a batch is recorded whole, is found by its fingerprint, and knows its rows", async () => {
    const journal = await open();
    const accounts = { rpc6: { realm: "live", account: "ACME" }, legacy: null };
    const row = (name: string, number: string) => newRow({ name, number });
    const rows = [row("a", "1"), row("b", "2"), row("c", "3")];
    const record = (beside: boolean) =>
      journal.batches.record(
        {
          digest: "d1",
          beside,
          source: "refunds.csv",
          rows: 3,
          accounts,
          startedAt: noon,
          who: { user: "ann", host: "desk-7" },
        },
        async function* () {
          yield rows.slice(0, 2);
          yield rows.slice(2);
          await Promise.resolve();
        },
      );
    // Started by several at once, it is one; and another where somebody says so.
    const [id, ...others] = await Promise.all([record(false), record(false), record(false)]);
    expect(others).toEqual([id, id]);
    expect(await record(true)).not.toBe(id);
    expect(await journal.batches.findSame("d1", accounts)).toMatchObject({ rows: 3 });
    expect(await journal.batches.findSame("d2", accounts)).toBeNull();
    expect(await journal.batches.hasAny(accounts)).toBe(true);
    const at = await journal.batches.join(id, who, null);
    await leaseAll(journal, at, [rowKeyOf("a", "")]);
    const attempt = await settledAttempt(journal, "accepted", {
      row: { ...at, key: rowKeyOf("a", ""), content: row("a", "1").content },
    });
    expect(await journal.batches.countRefunded(id)).toBe(1);
    expect(await journal.batches.unresolvedIn(id)).toEqual([]);
    expect(
      await journal.batches.attemptsFor(id, [rowKeyOf("a", ""), rowKeyOf("b", "")]),
    ).toMatchObject([{ id: attempt }]);
    const like = await journal.batches.rowsLike([row("b", "9"), row("x", "3")], { batch: id });
    expect(like.map(({ key }) => key).sort()).toEqual(["id b", "id c"]);
  });

  test("what is pruned forgets who, why and what a person said, and guards as before", async () => {
    const journal = await openOwned();
    const id = await begunAttempt(journal, { comment: "Sorry, Ann", ticket: "T-1" });
    const evidence = "said by ann@desk-7";
    const word = { ...answered, outcome: "accepted", by: "person", evidence } as const;
    await journal.settle(id, word);
    expect(await journal.prune(farAhead)).toBe(1);
    expect(await journal.prune(farAhead)).toBe(0);
    expect(await journal.find(id)).toMatchObject({
      outcome: "accepted",
      evidence: null,
      comment: "",
      ticket: null,
      who: { user: "", host: "" },
    });
    const lines = (await journal.timeline(id)).map(({ what }) => what);
    expect(lines).toEqual(["recorded", "accepted (by person)"]);
    expect(await journal.begin(intent(), [id])).toEqual({ tag: "conflict" });
  });
});
