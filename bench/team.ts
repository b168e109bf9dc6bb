import { parseArgs } from "node:util";
import { killsBroken, killText } from "./batch/kills.ts";
import { median } from "./batch/median.ts";
import { standInProcess } from "./batch/processes.ts";
import { orderNumbers } from "./batch/throughput.ts";
import { seededRandom } from "./faults/seeded-random.ts";
import { measureCommits } from "./team/commits.ts";
import { measureRefunds } from "./team/cost.ts";
import { runTeamRace } from "./team/races.ts";
import { startServer, journalUrl } from "./team/server.ts";
import { measureShared, runSharedBatch } from "./team/shared-batch.ts";

const { values } = parseArgs({
  options: {
    /** races, batch, throughput, commits, cost; all without it. */
    only: { type: "string", default: "races,batch,throughput,commits,cost" },
    races: { type: "string", default: "100" },
    machines: { type: "string", default: "6" },
    rows: { type: "string", default: "2000" },
    processes: { type: "string", default: "4" },
    faults: { type: "string", default: "60" },
    repeats: { type: "string", default: "3" },
    "rate-rows": { type: "string", default: "1000" },
    /** Rows that a machine has under way at once while rows a second are measured. */
    concurrency: { type: "string", default: "4" },
    refunds: { type: "string", default: "30" },
    attempts: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});
const parts = values.only.split(",");
const delayMs = 20;
const missed: string[] = [];
const server = await startServer();
try {
  console.log(`Node ${process.version}; PostgreSQL on loopback; ${delayMs} ms a call.`);
  if (parts.includes("races")) await races();
  if (parts.includes("batch")) await sharedBatch();
  if (parts.includes("throughput")) await throughput();
  if (parts.includes("commits")) await commits();
  if (parts.includes("cost")) await cost();
} finally {
  await server.stop();
}
if (missed.length > 0) console.log(`Missed: ${missed.join("; ")}`);
process.exitCode = missed.length > 0 ? 1 : 0;

async function races(): Promise<void> {
  const [count, machines] = [Number(values.races), Number(values.machines)];
  for (const again of [false, true]) {
    let once = 0;
    for (let race = 0; race < count; race++) {
      const { made, codes } = await runTeamRace(server, machines, again);
      if (made === 1) once++;
      else console.log(`  race ${race}: ${made} refunds, exit codes ${codes.join(" ")}`);
    }
    const what = `races of ${machines} machines on one order${again ? ", with --again" : ""}`;
    console.log(`${once} of ${count} ${what} made exactly one refund`);
    if (once !== count) missed.push(what);
  }
}

async function sharedBatch(): Promise<void> {
  const shared = {
    rows: Number(values.rows),
    processes: Number(values.processes),
    delayMs,
    faults: Number(values.faults),
    kill: true,
    restart: true,
  };
  const tally = await runSharedBatch(shared, server, seededRandom(Number(values.seed)));
  console.log(killText(tally));
  console.log(
    `  by ${shared.processes} processes in ${tally.seconds.toFixed(1)} s, own rows ${tally.own.join(" ")}, exit codes ${tally.codes.join(" ")}; ${tally.toldOtherwise} rows told otherwise by some`,
  );
  if (killsBroken(tally)) missed.push("shared batch");
  if (killsBroken(tally)) console.log(tally.said.join("\n"));
}

async function throughput(): Promise<void> {
  const standIn = await standInProcess(100_000_000, delayMs);
  const take = orderNumbers();
  const found = new Map<number, number[]>();
  const rows = Number(values["rate-rows"]);
  try {
    for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
      for (const processes of [1, 2, 4]) {
        const env = { ...standIn.env, REFUND_JOURNAL: journalUrl(await server.newJournal()) };
        const its = { processes, rows, first: take(rows), concurrency: values.concurrency };
        const perSecond = await measureShared(env, its);
        found.set(processes, [...(found.get(processes) ?? []), perSecond]);
      }
    }
  } finally {
    standIn.stop();
  }
  tellRates(
    `Rows a second by machines that share a batch of ${rows} rows, ${values.concurrency} at once each`,
    found,
  );
}

async function commits(): Promise<void> {
  const found = new Map<number, number[]>();
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    for (const machines of [1, 2, 4, 8]) {
      const perSecond = await measureCommits(server, machines, 1000);
      found.set(machines, [...(found.get(machines) ?? []), perSecond]);
    }
  }
  tellRates("Commits a second by machines that record attempts, one at once each", found);
}

function tellRates(title: string, found: ReadonlyMap<number, readonly number[]>): void {
  console.log(title);
  for (const [machines, perSecond] of found) {
    console.log(`  ${String(machines).padStart(8)}  ${median(perSecond).toFixed(1)}`);
  }
}

async function cost(): Promise<void> {
  const standIn = await standInProcess(100_000_000, 0);
  const sizes = { repeats: Number(values.refunds), attempts: Number(values.attempts) };
  const found = await measureRefunds(server, standIn.env, orderNumbers(), sizes).finally(() => {
    standIn.stop();
  });
  const { file, shared, large } = found;
  console.log(
    `A scripted refund total in ms: file ${file.toFixed(0)}, shared ${shared.toFixed(0)}`,
  );
  promise("shared / file", shared / file, 1.35);
  promise(`with ${sizes.attempts} attempts / with none`, large / shared, 1.2);
}

function promise(what: string, value: number, most: number): void {
  console.log(`  ${value.toFixed(2)}  ${what} (at most ${most})${value <= most ? "" : "  MISSED"}`);
  if (value > most) missed.push(what);
}
