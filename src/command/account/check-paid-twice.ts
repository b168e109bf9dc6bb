import type { Run } from "../run.ts";
import { useJournal } from "../use-journal.ts";
import { type Check, warning } from "./check.ts";

/** Refunds that were withdrawn, made anew, and then paid out after all. */
export async function checkPaidTwice(run: Run): Promise<readonly Check[]> {
  const twice = await useJournal(run, { create: false }, (journal) =>
    journal.list({ paidTwice: true }),
  );
  if (twice.length === 0) return [];
  const orders = [...new Set(twice.map(({ subject }) => subject.number))].join(", ");
  return [
    warning(
      "paid-twice",
      `The same refund was paid out twice on ${orders}: once after it was taken to be withdrawn`,
      `See: ${run.talk.nextCommand("status").text}`,
    ),
  ];
}
