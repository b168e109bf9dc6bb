import { makeFolder, writePartials, writeTotals, writeWorkbook } from "./files.ts";
import { closedAccount, runContender, runProgram } from "./processes.ts";

/** What checking a file costs beside reading its records alone, in seconds of processor time (user). */
export interface CheckCost {
  readonly what: string;
  readonly rows: number;
  readonly check: number;
  readonly loop: number;
  readonly peakMb: number;
}

/** Whole files of these sizes, poor ones and rich ones; check and loop one after the other on the same file. */
export async function measureChecks(sizes: readonly number[]): Promise<readonly CheckCost[]> {
  const folder = makeFolder();
  const costs: CheckCost[] = [];
  try {
    for (const rows of sizes) {
      for (const [what, write] of [
        ["totals", writeTotals],
        ["partials with all columns", writePartials],
      ] as const) {
        const path = folder.path("rows.csv");
        await write(path, 0, rows);
        const loop = await runContender("csv-loop.ts", [path], {});
        const { userSeconds, peakMb } = await checkOnly(path, rows, folder);
        costs.push({ what, rows, check: userSeconds, loop, peakMb });
      }
    }
    return costs;
  } finally {
    folder.remove();
  }
}

/** Peak memory in MB of checking a workbook of so many rows. */
export async function measureWorkbook(rows: number): Promise<number> {
  const folder = makeFolder();
  try {
    const path = folder.path("rows.xlsx");
    writeWorkbook(path, rows);
    const { peakMb } = await checkOnly(path, rows, folder);
    return peakMb;
  } finally {
    folder.remove();
  }
}

/**
 * Checks a whole file: shape, repeated orders, totals, and whether the journal knows it. Nobody can be
 * reached, so after the check the first row fails and the batch stops.
 */
async function checkOnly(path: string, rows: number, folder: ReturnType<typeof makeFolder>) {
  const { peakMb, userSeconds, err } = await runProgram(
    [
      ...["batch", path, "--dry-run", "--quiet", "--stop-after", "1"],
      ...["--output", folder.path("results.ndjson")],
    ],
    {
      ...closedAccount,
      REFUND_JOURNAL: folder.path("journal.db"),
      HOME: folder.path("home"),
    },
  );
  if (peakMb === null || userSeconds === null || !err.includes(`of ${rows} rows`)) {
    throw new Error(err);
  }
  return { peakMb, userSeconds };
}
