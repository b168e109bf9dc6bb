import { existsSync } from "node:fs";
import { Cancelled } from "../../failure.ts";
import { safe } from "../../safe-text.ts";
import { requireConfirmation } from "../missing-input.ts";
import type { Run } from "../run.ts";
import { useJournal } from "../use-journal.ts";

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
