import { closedAccount, runProgram, standInProcess } from "./processes.ts";
import { runBatch } from "./throughput.ts";
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

/** Runs whole batches of these sizes against a stand-in that answers at once. */
export async function measureRunMemory(sizes: readonly number[]) {
  const standIn = await standInProcess(100_000_000, 0);
  const peaks: { rows: number; peakMb: number; seconds: number }[] = [];
  let first = 0;
  try {
    for (const rows of sizes) {
      const { peakMb, seconds } = await runBatch(standIn.env, first, rows, 32);
      if (peakMb === null) throw new Error("it did not say how much memory it had");
      peaks.push({ rows, peakMb, seconds });
      first += rows;
    }
    return peaks;
  } finally {
    standIn.stop();
  }
}
