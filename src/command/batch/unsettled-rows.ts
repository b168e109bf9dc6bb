import type { BatchId } from "../../domain/attempt-id.ts";
import type { RowKey } from "../../domain/row-key.ts";
import type { Journal } from "../../journal/journal.ts";
import { asSettled } from "./row-elsewhere.ts";
import { type RowWithHistory, rowsWithHistory } from "./row-history.ts";
import type { RowResult } from "./row-result.ts";

/** A row that is unknown, and what it has come to by the end of the run. */
export interface UnsettledRow {
  readonly row: RowWithHistory;
  readonly unknown: RowResult;
}

/** So many rows are looked up at once. */
const pageSize = 200;

/**
 * Unknown rows with what came of them by now: as long as a run goes on, another process, a person or a late answer
 * may settle them, and a row is told only once.
 * @param canLook whether the journal may be asked; if it does not answer, they stay unknown
 */
export async function* settledRows(
  unsettled: readonly UnsettledRow[],
  batch: BatchId | null,
  journal: Journal,
  canLook: () => boolean,
): AsyncGenerator<UnsettledRow & { readonly result: RowResult }> {
  for (let at = 0; at < unsettled.length; at += pageSize) {
    const page = unsettled.slice(at, at + pageSize);
    const rows = page.map(({ row }) => row);
    const standings =
      batch !== null && canLook() ? await standingsOf(rows, batch, journal) : noStandings;
    for (const { row, unknown } of page) {
      const standing = standings.get(row.identity.key);
      const result = standing === undefined ? unknown : asSettled(unknown, standing, journal.now());
      yield { row, unknown, result };
    }
  }
}

type Standings = ReadonlyMap<RowKey, RowWithHistory>;
const noStandings: Standings = new Map();

async function standingsOf(
  rows: readonly RowWithHistory[],
  batch: BatchId,
  { batches }: Journal,
): Promise<Standings> {
  const standings = new Map<RowKey, RowWithHistory>();
  try {
    for await (const row of rowsWithHistory([rows], batches, batch)) {
      standings.set(row.identity.key, row);
    }
  } catch {
    return noStandings;
  }
  return standings;
}
