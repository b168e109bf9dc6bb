import type { BatchId } from "../../domain/attempt-id.ts";
import type { RowKey } from "../../domain/row-key.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { NewRow, PrunedRefund, RecordedRow, RowIdentity } from "../../journal/batch-rows.ts";
import type { Batches } from "../../journal/batches.ts";
import type { StagedRow } from "./staging.ts";

/** What was done to a row since its batch was confirmed. */
export type Change = "corrected" | "added";

/** The state of a row in the batch that is being continued. */
export interface RowWithHistory extends StagedRow {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** What is known about an attempt that refunded it and was pruned. */
  readonly pruned: PrunedRefund | null;
  /** Null if it is as the batch has it now: what another row took the place of is corrected if it comes back. */
  readonly changed: Change | null;
}

/** The rows of a file with what the journal knows of each of them in a batch. */
export async function* rowsWithHistory(
  pages: Iterable<readonly StagedRow[]> | AsyncIterable<readonly StagedRow[]>,
  batches: Batches,
  batch: BatchId,
): AsyncGenerator<RowWithHistory> {
  for await (const page of pages) {
    const rows = await batches.rowsLike(identitiesOf(page), { batch });
    const pruned = rows.filter((row) => row.pruned !== null);
    const known = indexRows(rows);
    const attempts = await batches.attemptsFor(batch, [...known.contentByKey.keys()]);
    for (const staged of page) {
      const { identity } = staged;
      yield {
        ...staged,
        attempts: attempts.filter(({ row, subject }) =>
          isAbout({ key: row?.key, ...subject }, identity),
        ),
        pruned: pruned.find((row) => isAbout(row, identity))?.pruned ?? null,
        changed: changeOf(identity, known),
      };
    }
  }
}

/** Whether this was done for the row itself, or for the row about the same order that this one was made from. */
function isAbout(
  done: Pick<RecordedRow, "api" | "number"> & { readonly key: RowKey | undefined },
  { key, api, number }: RowIdentity,
): boolean {
  return done.key === key || (done.api === api && done.number === number);
}

export function identitiesOf(page: readonly StagedRow[]): readonly NewRow[] {
  return page.map(({ identity }) => identity);
}

/** Known rows, indexed by what a row of the file may be found by. */
interface KnownRows {
  readonly contentByKey: ReadonlyMap<RowKey, string>;
  readonly numbers: ReadonlySet<string>;
  readonly replaced: ReadonlySet<RowKey>;
}

function indexRows(rows: readonly RecordedRow[]): KnownRows {
  return {
    contentByKey: new Map(rows.map(({ key, content }) => [key, content])),
    numbers: new Set(rows.map(({ api, number }) => `${api} ${number}`)),
    replaced: new Set(rows.flatMap(({ key, replaced }) => (replaced ? [key] : []))),
  };
}

function changeOf(row: RowIdentity, { contentByKey, numbers, replaced }: KnownRows): Change | null {
  const content = contentByKey.get(row.key);
  if (content === row.content && !replaced.has(row.key)) return null;
  return content !== undefined || numbers.has(`${row.api} ${row.number}`) ? "corrected" : "added";
}
