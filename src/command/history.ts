import { existsSync } from "node:fs";
import { Cancelled, UsageError } from "../failure.ts";
import type { Attempt, TimelineEntry } from "../journal/attempt.ts";
import type { AttemptFilter } from "../journal/filter.ts";
import { safe } from "../safe-text.ts";
import type { Run } from "./run.ts";
import { noSuchAttempt, useJournal } from "./use-journal.ts";

/** What this tool did: many attempts, or one in full. */
export type History =
  | { readonly tag: "list"; readonly attempts: readonly Attempt[] }
  | {
      readonly tag: "one";
      readonly attempt: Attempt;
      readonly timeline: readonly TimelineEntry[];
    };

/** An attempt's id: a ULID. */
const attemptPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** @param which an order number, a line item id, an attempt's id, or everything */
export async function readHistory(
  which: string | undefined,
  filter: AttemptFilter,
  run: Run,
): Promise<History> {
  if (which !== undefined && !/^[0-9]+$/.test(which) && !attemptPattern.test(which)) {
    throw new UsageError(`"${which}" is no order number, line item id or attempt.`);
  }
  return useJournal(run, { create: false }, async (journal) => {
    if (which === undefined || !attemptPattern.test(which)) {
      return { tag: "list", attempts: await journal.list({ ...filter, number: which }) };
    }
    const attempt = await journal.find(which.toUpperCase());
    if (attempt === null) throw noSuchAttempt(which, run);
    return { tag: "one", attempt, timeline: await journal.timeline(attempt.id) };
  });
}

/** Deletes what policy says must go. Unresolved attempts stay whatever their age. */
export async function pruneHistory(before: number, yes: boolean, run: Run): Promise<number> {
  const date = new Date(before).toISOString().slice(0, 10);
  if (!yes && !run.talk.asks) {
    throw new UsageError("Nobody can be asked to confirm: --yes is missing.");
  }
  if (!existsSync(run.settings.journal)) return 0;
  if (!yes) {
    const ask = await run.questions();
    const question = safe`Delete every settled attempt before ${date}? Repeating such a refund is then no longer noticed.`;
    if (!(await ask.yes(question))) throw new Cancelled();
  }
  return useJournal(run, { create: false }, (journal) => journal.prune(before));
}
