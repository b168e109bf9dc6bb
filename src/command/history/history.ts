import { existsSync } from "node:fs";
import { parseAttemptId, parseOrderNumber } from "../../domain/pasted.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import type { Attempt, TimelineEntry } from "../../journal/attempt.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import { placeName } from "../../journal-place.ts";
import { safe } from "../../safe-text.ts";
import { requireConfirmation } from "../missing-input.ts";
import type { Run } from "../run.ts";
import { noSuchAttempt, useJournal } from "../use-journal.ts";

/** What this tool did: many attempts, or one in full. */
export type History =
  | {
      readonly tag: "list";
      readonly attempts: readonly Attempt[];
      /** Where the journal is, if it holds no attempt at all, whatever was asked for; else null. */
      readonly emptyJournal: string | null;
    }
  | {
      readonly tag: "one";
      readonly attempt: Attempt;
      readonly timeline: readonly TimelineEntry[];
    };

/** An attempt's id: a ULID. */
const attemptPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** @param which an order number, a line item id, an attempt's id, or everything */
export async function readHistory(
  which: string | undefined,
  filter: AttemptFilter,
  run: Run,
): Promise<History> {
  // A line item's id looks like an order's number, and may be either here.
  const number = which === undefined ? undefined : (parseOrderNumber(which) ?? undefined);
  const id = which === undefined || number !== undefined ? null : parseAttemptId(which);
  if (id !== null && !attemptPattern.test(id)) {
    throw new UsageError(`"${which}" is not an order number, a line item id or an attempt.`);
  }
  return useJournal(run, { create: false }, async (journal) => {
    if (id === null) {
      const attempts = await journal.list({ ...filter, number });
      const isEmpty = attempts.length === 0 && (await journal.list({ limit: 1 })).length === 0;
      return {
        tag: "list",
        attempts,
        emptyJournal: isEmpty ? placeName(run.settings.journal) : null,
      };
    }
    const attempt = await journal.find(id);
    if (attempt === null) throw noSuchAttempt(id, run);
    return { tag: "one", attempt, timeline: await journal.timeline(attempt.id) };
  });
}

/** Deletes what policy says must go: who made old settled attempts, and why. */
export async function pruneHistory(before: number, yes: boolean, run: Run): Promise<number> {
  const date = new Date(before).toISOString().slice(0, 10);
  requireConfirmation({ yes }, run.talk);
  const place = run.settings.journal;
  if (place.kind === "file" && !existsSync(place.path)) return 0;
  if (!yes) {
    const ask = await run.questions();
    const question = safe`Delete the comment, reason, ticket, user and host of every settled attempt before ${date}?`;
    if (!(await ask.yes(question))) throw new Cancelled();
  }
  return useJournal(run, { create: false }, (journal) => journal.prune(before));
}
