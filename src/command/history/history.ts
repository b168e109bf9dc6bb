import type { AttemptId, BatchId } from "../../domain/attempt-id.ts";
import { UsageError } from "../../failure.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import type { Journal } from "../../journal/journal.ts";
import { placeName } from "../../journal-place.ts";
import { nothingMore } from "../../program/host.ts";
import type { Rendered } from "../../render/rendered.ts";
import type { Screens } from "../../render/screen.ts";
import { nothing, safe } from "../../safe-text.ts";
import { batchNamed, findNamed } from "../names.ts";
import type { Run } from "../run.ts";
import { noSuchAttempt, useJournal } from "../use-journal.ts";
import type { Asked } from "./asked.ts";
import { countEntries, entriesIn } from "./entries.ts";
import { putOut } from "./put-out.ts";
import { renderAttempt } from "./render-attempt.ts";
import { renderBatch } from "./render-batch.ts";
import { renderBatches } from "./render-batches.ts";
import { renderList } from "./render-list.ts";

interface Reading {
  readonly journal: Journal;
  readonly run: Run;
  readonly screens: Screens;
  /** Whether a person reads who can turn pages. */
  readonly paged: boolean;
}

/** Shows what this tool did. A list is written while it is read, so that it may have any length. */
export async function showHistory(
  asked: Asked,
  run: Run,
  { screens, paged }: Pick<Reading, "screens" | "paged">,
): Promise<Rendered> {
  const { number, name, what, batch } = asked;
  const read = async (journal: Journal): Promise<Rendered> => {
    const reading = { journal, run, screens, paged };
    if (what === "batches") return listBatches(asked, reading);
    const { filter, limit } = asked;
    if (name !== undefined) {
      const named = await findNamed(name, journal, run);
      return named.kind === "attempt"
        ? showAttempt(named.id, asked, reading)
        : showBatch(named.id, asked, reading);
    }
    const own = batch === undefined ? undefined : await batchNamed(batch, journal, run);
    return listAttempts({ ...filter, number, batch: own, limit }, asked, reading);
  };
  // Reading changes nothing, so that whoever stops it does not wait for a database that is silent.
  return useJournal(run, { create: false }, (journal) =>
    Promise.race([read(journal), run.stopping.cancelled]),
  );
}

async function showAttempt(
  id: AttemptId,
  { form }: Asked,
  { journal, run, screens }: Reading,
): Promise<Rendered> {
  const attempt = await journal.find(id);
  if (attempt === null) throw noSuchAttempt(id, run);
  const timeline = await journal.timeline(id);
  return renderAttempt({ attempt, timeline }, screens.stdout, form === "json");
}

async function showBatch(
  id: BatchId,
  { form }: Asked,
  { journal, screens }: Reading,
): Promise<Rendered> {
  const told = await journal.batches.tell(id);
  if (told === null) throw new UsageError(`The journal has no batch ${id}.`);
  return renderBatch(told, screens, form === "json");
}

async function listAttempts(
  filter: AttemptFilter,
  { form }: Asked,
  { journal, run, screens, paged }: Reading,
): Promise<Rendered> {
  const all = { ...filter, limit: undefined };
  const below = async () => {
    const { sums, unstated } = await journal.sums(all);
    return { sums, unstated, count: await countEntries(journal, all) };
  };
  const ofBatch = filter.batch !== undefined;
  const make = () =>
    renderList(entriesIn(journal, filter), form, {
      ofBatch,
      screens,
      shortNames: journal.shortNames,
      below,
    });
  if (await putOut(make, paged && form === "table", run)) return nothingMore;
  if (form === "json") return nothingMore;
  if (ofBatch) return said(safe`No row of this batch matches.\n`);
  const isEmpty = (await journal.count({})) === 0;
  return said(
    isEmpty
      ? safe`No refunds are recorded in ${placeName(run.settings.journal)} yet.\n`
      : safe`No refund in the journal matches.\n`,
  );
}

async function listBatches(
  { filter: { since, until }, limit, form }: Asked,
  { journal, run, screens, paged }: Reading,
): Promise<Rendered> {
  const { batches } = journal;
  const count = () => batches.count({ since, until });
  const make = () =>
    renderBatches(batches.tellAll({ since, until, limit }), form, {
      screens,
      shortNames: journal.shortNames,
      count,
    });
  if (await putOut(make, paged && form === "table", run)) return nothingMore;
  if (form === "json") return nothingMore;
  const place = placeName(run.settings.journal);
  return said(
    (await batches.count({})) === 0
      ? safe`No batches are recorded in ${place} yet.\n`
      : safe`No batch in the journal matches.\n`,
  );
}

function said(err: Rendered["err"]): Rendered {
  return { code: 0, out: nothing, err };
}
