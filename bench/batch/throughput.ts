import { type ProgramEnd, type StandIn, runContender, runProgram } from "./processes.ts";
import { median } from "./median.ts";
import { makeFolder, writeTotals } from "./files.ts";

/** Rows a second of each contender, one number a repeat. */
export interface Throughput {
  readonly batch: number[];
  readonly bare: number[];
  readonly php: number[];
}

/** The same, and how many milliseconds of processor time a row took of the batch's own process. */
interface Compared {
  readonly throughput: Throughput;
  readonly userMs: number[];
}

/** Hands out orders that no one refunded yet. */
export function orderNumbers(): (count: number) => number {
  let next = 0;
  return (count) => {
    const first = next;
    next += count;
    return first;
  };
}

/** Interleaved, so that what else the machine does befalls all alike. */
export async function compareThroughput(
  { env }: StandIn,
  take: (count: number) => number,
  { rows, phpRows, repeats }: { rows: number; phpRows: number; repeats: number },
): Promise<Compared> {
  const found: Throughput = { batch: [], bare: [], php: [] };
  const userMs: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    found.bare.push(
      rows / (await runContender("bare.ts", [`${take(rows)}`, `${rows}`, "16"], env)),
    );
    const { seconds, userSeconds } = await runBatch(env, take(rows), rows, 16);
    found.batch.push(rows / seconds);
    if (userSeconds !== null) userMs.push((userSeconds * 1000) / rows);
    const php = await runContender("php-sample.ts", [`${take(phpRows)}`, `${phpRows}`], env);
    found.php.push(phpRows / php);
  }
  return { throughput: found, userMs };
}

/** Enough rows for each concurrency to be busy for some seconds. */
export async function sweepConcurrency(
  { env }: StandIn,
  take: (count: number) => number,
  repeats: number,
) {
  const sweep = [1, 2, 4, 8, 16, 32].map((concurrency) => ({ concurrency, found: [] as number[] }));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { concurrency, found } of sweep) {
      const rows = 80 * concurrency;
      found.push(rows / (await runBatch(env, take(rows), rows, concurrency)).seconds);
    }
  }
  return sweep.map(({ concurrency, found }) => ({ concurrency, perSecond: median(found) }));
}

/** The whole of the program, from its start to its end, every row accepted. */
export async function runBatch(
  env: Record<string, string>,
  first: number,
  rows: number,
  concurrency: number,
  journal?: string,
): Promise<ProgramEnd> {
  const folder = makeFolder();
  try {
    await writeTotals(folder.path("rows.csv"), first, rows);
    const end = await runProgram(
      [
        ...["batch", folder.path("rows.csv"), "--yes", "--quiet"],
        ...["--concurrency", `${concurrency}`, "--output", folder.path("results.ndjson")],
      ],
      { ...env, REFUND_JOURNAL: journal ?? folder.path("journal.db"), HOME: folder.path("home") },
    );
    if (end.code !== 0) throw new Error(`the batch ended with ${String(end.code)}: ${end.err}`);
    return end;
  } finally {
    folder.remove();
  }
}
