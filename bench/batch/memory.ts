import { standInProcess } from "./processes.ts";
import { runBatch } from "./throughput.ts";

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
