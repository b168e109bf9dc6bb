import { expect, test } from "vitest";
import { busyMs, isBusy, longestBusyMs } from "../../src/journal/busy.ts";
import { inMemory } from "../../src/journal/database.ts";
import { begunAttempt, journalAt, noon, settledAttempt } from "./open.ts";

async function attemptUntil(busyUntil: number) {
  const journal = await journalAt(inMemory);
  const attempt = await journal.find(await begunAttempt(journal, { busyUntil }));
  if (attempt === null) throw new Error("the attempt was just recorded");
  return attempt;
}

test.each([
  ["until its time", noon + 60_000, true],
  ["not at its time", noon, false],
  ["not after it", noon - 1, false],
  ["for as long as an attempt can take", noon + longestBusyMs, true],
  ["not for longer: that was another clock", noon + longestBusyMs + 1, false],
  ["not for a year", noon + 365 * 86_400_000, false],
])("an attempt is busy %s", async (_, busyUntil, busy) => {
  expect(isBusy(await attemptUntil(busyUntil), noon)).toBe(busy);
});

test("an attempt that has an outcome is not busy", async () => {
  const journal = await journalAt(inMemory);
  const id = await settledAttempt(journal, "accepted", { busyUntil: noon + 60_000 });
  const attempt = await journal.find(id);
  expect(attempt && isBusy(attempt, noon)).toBe(false);
});

test("nothing takes longer than what three answers at the longest time-out take", () => {
  expect(longestBusyMs).toBe(30_000 + 3 * 600_000 + 15_000);
  expect(busyMs(2, 600_000)).toBeLessThan(longestBusyMs);
});
