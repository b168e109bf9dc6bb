import { parseArgs } from "node:util";
import { measureGrowth } from "./batch/growth.ts";
import { killsBroken, killText, runKills } from "./batch/kills.ts";
import { measureChecks, measureWorkbook } from "./batch/check-cost.ts";
import { measureRunMemory } from "./batch/memory.ts";
import { standInProcess } from "./batch/processes.ts";
import { compareThroughput, orderNumbers, sweepConcurrency } from "./batch/throughput.ts";
import { median, ratioOfMedians } from "./batch/median.ts";
import { seededRandom } from "./faults/seeded-random.ts";

const { values } = parseArgs({
  options: {
    /** throughput, concurrency, growth, check, memory, kills; all without it. */
    only: { type: "string", default: "throughput,concurrency,growth,check,memory,kills" },
    rows: { type: "string", default: "2000" },
    "php-rows": { type: "string", default: "150" },
    repeats: { type: "string", default: "5" },
    journal: { type: "string", default: "1000,10000,100000,1000000" },
    files: { type: "string", default: "100000,1000000" },
    workbook: { type: "string", default: "100000" },
    runs: { type: "string", default: "10000,40000" },
    kills: { type: "string", default: "50" },
    "kill-rows": { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
  },
});
const parts = values.only.split(",");
const numbers = (text: string) => text.split(",").map(Number);
const rows = Number(values.rows);
const repeats = Number(values.repeats);
const delayMs = 20;
const missed: string[] = [];

/** One line of the result, and whether the promise was kept. */
function promise(what: string, value: number, kept: boolean, wanted: string): void {
  console.log(`  ${value.toFixed(2).padStart(8)}  ${what} (${wanted})${kept ? "" : "  MISSED"}`);
  if (!kept) missed.push(what);
}

console.log(
  `Node ${process.version}; ${delayMs} ms a call; medians of ${repeats} interleaved repeats.`,
);
const standIn = await standInProcess(100_000_000, delayMs);
const take = orderNumbers();
try {
  if (parts.includes("throughput")) {
    const phpRows = Number(values["php-rows"]);
    const compared = await compareThroughput(standIn, take, { rows, phpRows, repeats });
    const { batch, bare, php } = compared.throughput;
    console.log(`Rows a second at concurrency 16 (${rows} rows; one after another: ${phpRows})`);
    for (const [name, found] of Object.entries({ batch, bare, php })) {
      console.log(`  ${median(found).toFixed(1).padStart(8)}  ${name}`);
    }
    const userMs = median(compared.userMs).toFixed(1).padStart(8);
    console.log(`  ${userMs}  ms of the batch's processor time a row, its start included`);
    const toBare = ratioOfMedians(batch, bare);
    promise("batch / bare undici loop", toBare, toBare >= 0.85, "at least 0.85");
    const toPhp = ratioOfMedians(batch, php);
    promise("batch / the vendor's PHP sample's way", toPhp, toPhp >= 12, "at least 12");
  }
  if (parts.includes("concurrency")) {
    console.log("Rows a second by --concurrency");
    for (const { concurrency, perSecond } of await sweepConcurrency(standIn, take, repeats)) {
      console.log(`  ${String(concurrency).padStart(8)}  ${perSecond.toFixed(1)}`);
    }
  }
  if (parts.includes("growth")) {
    console.log("Milliseconds a row at concurrency 16, by attempts in the journal");
    const growth = await measureGrowth(standIn, take, numbers(values.journal), { rows, repeats });
    for (const { attempts, msPerRow } of growth) {
      console.log(`  ${String(attempts).padStart(8)}  ${msPerRow.toFixed(2)}`);
    }
    const times = growth.map(({ msPerRow }) => msPerRow);
    const spread = Math.max(...times) / (times[0] ?? NaN);
    promise("slowest / smallest journal", spread, spread <= 1.2, "at most 1.2");
  }
} finally {
  standIn.stop();
}
if (parts.includes("check")) {
  console.log(
    "Processor time of checking a file, to that of a csv-parse loop over it; peak memory",
  );
  const costs = await measureChecks(numbers(values.files));
  for (const { what, rows: count, check, loop, peakMb } of costs) {
    const name = `${count} rows, ${what}`;
    const ratio = check / loop;
    promise(
      `${name}: ${check.toFixed(1)} s to ${loop.toFixed(1)} s`,
      ratio,
      ratio <= 4,
      "at most 4",
    );
    promise(`${name}: MB`, peakMb, peakMb <= 170, "at most 170");
  }
  const peaks = costs.map(({ peakMb }) => peakMb);
  const more = Math.max(...peaks) - Math.min(...peaks);
  promise("MB between the largest and the smallest peak", more, more <= 40, "at most 40");
  const workbook = await measureWorkbook(Number(values.workbook));
  promise(`MB for a workbook of ${values.workbook} rows`, workbook, workbook <= 300, "at most 300");
}
if (parts.includes("memory")) {
  console.log("Peak memory of running one, in MB");
  for (const { rows: count, peakMb, seconds } of await measureRunMemory(numbers(values.runs))) {
    console.log(`  ${peakMb.toFixed(2).padStart(8)}  ${count} rows (${seconds.toFixed(1)} s)`);
  }
}
if (parts.includes("kills")) {
  const random = seededRandom(Number(values.seed));
  for (const format of ["csv", "xlsx"] as const) {
    const counts = { rows: Number(values["kill-rows"]), kills: Number(values.kills), format };
    const tally = await runKills(counts, random);
    console.log(killText(tally));
    if (killsBroken(tally)) missed.push(`kills of ${format}`);
  }
}
if (missed.length > 0) console.log(`Missed: ${missed.join("; ")}`);
process.exitCode = missed.length > 0 ? 1 : 0;
