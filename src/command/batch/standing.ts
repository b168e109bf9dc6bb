import type { Attempt } from "../../journal/attempt.ts";
import type { PrunedRefund, RecordedRow, RowIdentity } from "../../journal/batch-rows.ts";
import type { Batches } from "../../journal/batches.ts";
import type { StagedRow } from "./staging.ts";

/** How a row stands in the batch that is gone on with. */
export interface StandingRow extends StagedRow {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** What is left of an attempt that refunded it and was pruned. */
  readonly pruned: PrunedRefund | null;
  /** Null when it is as it was confirmed; else what is not, in words. */
  readonly changed: string | null;
}

/** The rows of a file with what the journal knows of each of them in a batch. */
export async function* standingRows(
  pages: Iterable<readonly StagedRow[]> | AsyncIterable<readonly StagedRow[]>,
  batches: Batches,
  batch: string,
): AsyncGenerator<StandingRow> {
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

/** Of the row itself, or of the row about the same order that this one was made from. */
function isAbout(
  done: Pick<RecordedRow, "api" | "number"> & { readonly key: string | undefined },
  { key, api, number }: RowIdentity,
): boolean {
  return done.key === key || (done.api === api && done.number === number);
}

export function identitiesOf(page: readonly StagedRow[]): readonly RowIdentity[] {
  return page.map(({ identity }) => identity);
}

/** Known rows by how a row of the file may be found among them. */
interface KnownRows {
  readonly contentByKey: ReadonlyMap<string, string>;
  readonly numbers: ReadonlySet<string>;
}

function indexRows(rows: readonly RowIdentity[]): KnownRows {
  return {
    contentByKey: new Map(rows.map(({ key, content }) => [key, content])),
    numbers: new Set(rows.map(({ api, number }) => `${api} ${number}`)),
  };
}

function changeOf(row: RowIdentity, { contentByKey, numbers }: KnownRows): string | null {
  const content = contentByKey.get(row.key);
  if (content === row.content) return null;
  return content !== undefined || numbers.has(`${row.api} ${row.number}`)
    ? "it is not what it was when the batch was confirmed"
    : "it was not in the batch when that was confirmed";
}
