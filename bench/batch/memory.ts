import { closedAccount, runProgram } from "./processes.ts";
import { makeFolder, writeTotals } from "./files.ts";

/**
 * Checks whole files of these sizes: shape, repeated orders, totals, and whether the journal knows them.
 * Nobody can be reached, so after the check the first row fails and the batch stops.
 */
export async function measureMemory(sizes: readonly number[]) {
  const folder = makeFolder();
  const peaks: { rows: number; peakMb: number; seconds: number }[] = [];
  try {
    for (const rows of sizes) {
      const file = folder.path(`${rows}.csv`);
      await writeTotals(file, 0, rows);
      const env = {
        ...closedAccount,
        REFUND_JOURNAL: folder.path("journal.db"),
        HOME: folder.path("home"),
      };
      const { peakMb, seconds, err } = await runProgram(
        [
          "batch",
          file,
          "--dry-run",
          "--quiet",
          "--output",
          folder.path("results.ndjson"),
          "--stop-after",
          "1",
        ],
        env,
      );
      if (peakMb === null || !err.includes(`of ${rows} rows`)) throw new Error(err);
      peaks.push({ rows, peakMb, seconds });
    }
    return peaks;
  } finally {
    folder.remove();
  }
}
