import type { Attempt } from "../journal/attempt.ts";
import type { Batches, RowIdentity } from "../journal/batches.ts";
import type { StagedRow } from "./staging.ts";

/** How a row stands in the batch that is gone on with. */
export interface StandingRow extends StagedRow {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** Null when it is as it was confirmed; else what is not, in words. */
  readonly changed: string | null;
}

/** The rows of a file with what the journal knows of each of them in a batch. */
export async function* standingRows(
  pages: AsyncGenerator<readonly StagedRow[]>,
  batches: Batches,
  batch: string,
): AsyncGenerator<StandingRow> {
  for await (const page of pages) {
    const known = await batches.rowsLike(identitiesOf(page), { batch });
    const attempts = await batches.attemptsFor(
      batch,
      page.map(({ identity }) => identity.key),
    );
    for (const staged of page) {
      const { identity } = staged;
      yield {
        ...staged,
        attempts: attempts.filter(({ row }) => row?.key === identity.key),
        changed: changeOf(identity, known),
      };
    }
  }
}

export function identitiesOf(page: readonly StagedRow[]): readonly RowIdentity[] {
  return page.map(({ identity }) => identity);
}

function changeOf(row: RowIdentity, known: readonly RowIdentity[]): string | null {
  const same = known.find(({ key }) => key === row.key);
  if (same?.content === row.content) return null;
  const about = known.some(({ api, number }) => api === row.api && number === row.number);
  return same !== undefined || about
    ? "it is not what it was when the batch was confirmed"
    : "it was not in the batch when that was confirmed";
}
