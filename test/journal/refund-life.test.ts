import { expect, test } from "vitest";
import type { AttemptId } from "../../src/domain/attempt-id.ts";
import type { Journal } from "../../src/journal/journal.ts";
import { join } from "node:path";
import {
  begunAttempt,
  folderFor,
  intent,
  journalAt,
  noon,
  settledAttempt,
  subject,
} from "./open.ts";

const later = noon + 60_000;
const evidence = "the order shows it";

function open(): Promise<Journal> {
  return journalAt(join(folderFor(), "journal.db"));
}

/** Says of a refund as it stands that it was withdrawn. */
async function withdrawAsSeen(
  journal: Journal,
  id: AttemptId,
  by: "answer" | "person",
  at: number,
): Promise<boolean> {
  const settledAt = (await journal.find(id))?.settledAt ?? null;
  return journal.withdraw(id, { by, evidence, at, cancellation: null, settledAt });
}

/** A refund that was accepted, and an open cancellation of it. */
async function beingCancelled(journal: Journal): Promise<readonly [AttemptId, AttemptId]> {
  const refund = await settledAttempt(journal, "accepted");
  const begun = await journal.begin({ ...intent(), ...cancellation, cancels: refund }, [refund]);
  if (begun.tag === "conflict") throw new Error("it was not begun");
  return [refund, begun.id];
}

const cancellation = {
  kind: "cancel",
  subject,
  amount: null,
  items: [],
  sameness: "cancellation",
  completes: false,
  again: null,
  row: null,
  sale: null,
} as const;

test("a cancellation keeps which refund was meant, and is read back as one", async () => {
  const journal = await open();
  const refund = await settledAttempt(journal, "accepted");
  const begun = await journal.begin({ ...intent(), ...cancellation, cancels: refund }, [refund]);
  if (begun.tag === "conflict") throw new Error("it was not begun");
  expect(await journal.find(begun.id)).toMatchObject({ kind: "cancel", cancels: refund });
});

test("two cancellations of an order may both be accepted", async () => {
  const journal = await open();
  for (let done = 0; done < 2; done++) {
    const seen = await journal.attemptsOn(subject);
    const begun = await journal.begin(
      { ...intent(), ...cancellation, cancels: null },
      seen.map(({ id }) => id),
    );
    if (begun.tag === "conflict") throw new Error("it was not begun");
    const settlement = {
      outcome: "accepted",
      by: "answer",
      problem: null,
      evidence: null,
    } as const;
    expect(await journal.settle(begun.id, { ...settlement, at: later })).toBe(true);
  }
});

test("an open cancellation blocks the order, and an open refund blocks a cancellation", async () => {
  const journal = await open();
  const refund = await begunAttempt(journal);
  const begun = await journal.begin({ ...intent(), ...cancellation, cancels: null }, [refund]);
  expect(begun.tag).toBe("conflict");
  await journal.settle(refund, {
    outcome: "accepted",
    by: "answer",
    problem: null,
    evidence: null,
    at: later,
  });
  const opened = await journal.begin({ ...intent(), ...cancellation, cancels: refund }, [refund]);
  if (opened.tag === "conflict") throw new Error("it was not begun");
  const other = intent({ sameness: "6.00 USD amount" });
  expect((await journal.begin(other, [refund, opened.id])).tag).toBe("conflict");
});

test("a withdrawn refund does not stand in the way of the same refund", async () => {
  const journal = await open();
  const first = await settledAttempt(journal, "accepted");
  expect((await journal.begin(intent(), [first])).tag).toBe("conflict");
  expect(await withdrawAsSeen(journal, first, "person", later)).toBe(true);
  expect(await journal.find(first)).toMatchObject({ outcome: "withdrawn", settledBy: "person" });
  expect((await journal.begin(intent(), [first])).tag).toBe("begun");
});

test("with its cancellation it is withdrawn in one commit", async () => {
  const journal = await open();
  const [refund, cancels] = await beingCancelled(journal);
  await journal.withdraw(refund, { by: "answer", evidence, at: later, cancellation: cancels });
  expect(await journal.find(refund)).toMatchObject({ outcome: "withdrawn" });
  expect(await journal.find(cancels)).toMatchObject({ outcome: "accepted", settledBy: "answer" });
});

test("a cancellation that was settled otherwise withdraws nothing", async () => {
  const journal = await open();
  const [refund, cancels] = await beingCancelled(journal);
  const word = { outcome: "not-applied", by: "person", problem: null, evidence } as const;
  await journal.settle(cancels, { ...word, at: later });
  const withdrawal = { by: "answer", evidence, at: later, cancellation: cancels } as const;
  expect(await journal.withdraw(refund, withdrawal)).toBe(false);
  expect(await journal.find(refund)).toMatchObject({ outcome: "accepted" });
  expect(await journal.find(cancels)).toMatchObject({ outcome: "not-applied" });
});

test("a withdrawal that is written again takes back nothing that was found out since", async () => {
  const journal = await open();
  const [refund, cancels] = await beingCancelled(journal);
  const withdrawal = { by: "answer", evidence, at: later, cancellation: cancels } as const;
  expect(await journal.withdraw(refund, withdrawal)).toBe(true);
  // Its answer was lost, so it is written once more.
  expect(await journal.withdraw(refund, withdrawal)).toBe(true);
  await journal.revive(refund, { by: "evidence", evidence: "paid out", at: later + 1 });
  expect(await journal.withdraw(refund, withdrawal)).toBe(false);
  expect(await journal.find(refund)).toMatchObject({ outcome: "accepted" });
});

test("without a cancellation only the refund as it was seen is withdrawn", async () => {
  const journal = await open();
  const refund = await settledAttempt(journal, "accepted");
  const settledAt = (await journal.find(refund))?.settledAt ?? null;
  expect(await withdrawAsSeen(journal, refund, "person", later)).toBe(true);
  await journal.revive(refund, { by: "evidence", evidence: "paid out", at: later + 1 });
  const stale = { by: "person", evidence: "a person said", at: later + 2 } as const;
  expect(await journal.withdraw(refund, { ...stale, cancellation: null, settledAt })).toBe(false);
  expect(await journal.find(refund)).toMatchObject({ outcome: "accepted" });
  expect(await withdrawAsSeen(journal, refund, "person", later + 3)).toBe(true);
});

test.each(["refused", "not-sent"] as const)("what is %s cannot be withdrawn", async (outcome) => {
  const journal = await open();
  const id = await settledAttempt(journal, outcome);
  expect(await withdrawAsSeen(journal, id, "person", later)).toBe(false);
  expect(await journal.find(id)).toMatchObject({ outcome });
});

test("what was paid out cannot be withdrawn, and who saw it first is kept", async () => {
  const journal = await open();
  const id = await settledAttempt(journal, "accepted");
  await journal.markProcessed([id], { by: "status", at: later });
  await journal.markProcessed([id], { by: "invoices", at: later + 1 });
  expect(await withdrawAsSeen(journal, id, "person", later)).toBe(false);
  expect(await journal.find(id)).toMatchObject({
    outcome: "accepted",
    processed: { by: "status", at: later },
  });
});

test("a withdrawn refund that was paid out after all is accepted again", async () => {
  const journal = await open();
  const id = await settledAttempt(journal, "accepted");
  await withdrawAsSeen(journal, id, "answer", later);
  expect(await journal.revive(id, { by: "evidence", evidence, at: later + 1 })).toBe(true);
  expect(await journal.find(id)).toMatchObject({
    outcome: "accepted",
    settledBy: "evidence",
    paidTwice: false,
  });
  // It stands in the way again.
  expect((await journal.begin(intent(), [id])).tag).toBe("conflict");
  expect(await journal.revive(id, { by: "evidence", evidence, at: later + 2 })).toBe(false);
});

test("beside the same refund that was accepted meanwhile both count, and it is paid twice", async () => {
  const journal = await open();
  const first = await settledAttempt(journal, "accepted");
  await withdrawAsSeen(journal, first, "answer", later);
  const second = await settledAttempt(journal, "accepted");
  expect(await journal.revive(first, { by: "evidence", evidence, at: later + 1 })).toBe(true);
  const outcomes = (await journal.attemptsOn(subject)).map(({ id, outcome, paidTwice }) => [
    id,
    outcome,
    paidTwice,
  ]);
  expect(outcomes).toEqual(
    expect.arrayContaining([
      [second, "accepted", false],
      [first, "accepted", true],
    ]),
  );
  expect((await journal.list({ paidTwice: true })).map(({ id }) => id)).toEqual([first]);
  await withdrawAsSeen(journal, first, "person", later + 2);
  expect(await journal.list({ paidTwice: true })).toEqual([]);
});

test("the number of refund invoices at the first look is kept, and later ones are not", async () => {
  const journal = await open();
  const id = await settledAttempt(journal, "accepted");
  await journal.keepInvoices([id], 1, later);
  await journal.keepInvoices([id], 2, later + 1);
  expect(await journal.find(id)).toMatchObject({ invoices: 1 });
});

test("what is not seen paid out is counted without cancellations", async () => {
  const journal = await open();
  const refund = await settledAttempt(journal, "accepted");
  const begun = await journal.begin({ ...intent(), ...cancellation, cancels: null }, [refund]);
  if (begun.tag === "conflict") throw new Error("it was not begun");
  const settlement = { outcome: "accepted", by: "answer", problem: null, evidence: null } as const;
  await journal.settle(begun.id, { ...settlement, at: later });
  const waiting = { outcome: "accepted", unprocessed: true } as const;
  expect(await journal.count(waiting)).toBe(1);
  await journal.markProcessed([refund], { by: "status", at: later });
  expect(await journal.count(waiting)).toBe(0);
});
