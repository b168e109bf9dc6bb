import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { judge, type KillTally, pick, troubles } from "../batch/kills.ts";
import { writeRows } from "./rows-file.ts";
import { type Ended, teamMachine } from "./machine.ts";
import { journalUrl, type OwnServer } from "./server.ts";

export interface SharedBatch {
  readonly rows: number;
  readonly processes: number;
  /** How long the stand-in takes for a call. */
  readonly delayMs: number;
  /** How many faults happen in the stand-in. */
  readonly faults: number;
  /** Whether one process is killed in the middle, and whether the database is restarted once. */
  readonly kill: boolean;
  readonly restart: boolean;
}

export interface SharedTally extends KillTally {
  readonly seconds: number;
  /** Of the run together; null: killed. */
  readonly codes: readonly (number | null)[];
  /** How many rows each process started itself. */
  readonly own: readonly number[];
  /** Rows that not all survivors told alike at the end of the run together. */
  readonly toldOtherwise: number;
  /** What the processes said, for a person to look at. */
  readonly said: readonly string[];
}

/** The same file run by several machines at once, whatever goes wrong; then once more by one of them. */
export async function runSharedBatch(
  { rows, processes, delayMs, faults, kill, restart }: SharedBatch,
  server: OwnServer,
  random: () => number,
): Promise<SharedTally> {
  const sandbox = await startSandbox({ orders: rows, delayMs, settleAfterMs: 0 });
  const env = {
    ...environmentOf(sandbox),
    REFUND_JOURNAL: journalUrl(await server.newJournal()),
  };
  const machines = Array.from({ length: processes }, () => teamMachine(env));
  const file = join(machines[0]?.folder ?? "", "rows.csv");
  try {
    const numbers = writeRows(file, rows, random);
    const argv = ["batch", file, "--yes", "--json", "--timeout", "5"];
    const begun = performance.now();
    const runs = machines.map(({ start }) => start(...argv));
    const isThrough = (share: number) => sandbox.ledger().length >= rows * share;
    const until = async (share: number) => {
      while (!isThrough(share) && runs.some(({ child }) => child.exitCode === null)) await wait(20);
    };
    for (let fault = 0; fault < faults; fault++) {
      await until((0.9 * fault) / faults);
      sandbox.addFault(pick(troubles, random));
      if (kill && fault === Math.floor(faults / 3)) runs.at(-1)?.child.kill("SIGKILL");
      if (restart && fault === Math.floor((2 * faults) / 3)) await server.restart();
    }
    const ended = await Promise.all(runs.map((run) => run.ended));
    const seconds = (performance.now() - begun) / 1000;
    sandbox.clearFaults();
    const survivor = teamMachine(env);
    machines.push(survivor);
    let last = await survivor.start(...argv).ended;
    for (let more = 0; more < 5 && last.code === 8; more++) {
      last = await survivor.start(...argv).ended;
    }
    return {
      ...judge(numbers, last.out, sandbox.ledger(), {
        rows,
        kills: kill ? 1 : 0,
        format: "csv",
        together: 1,
        runs: processes,
      }),
      seconds,
      codes: ended.map(({ code }) => code),
      own: ended.map((one) => rowsOf(one).filter(({ earlier }) => !earlier).length),
      toldOtherwise: toldOtherwise(ended),
      said: [...ended, last].map(({ err }) => err),
    };
  } finally {
    await sandbox.stop();
    for (const machine of machines) machine.remove();
  }
}

export interface Undisturbed {
  readonly processes: number;
  readonly rows: number;
  /** The first order. */
  readonly first: number;
  /** Rows that each has under way at once, as text. */
  readonly concurrency: string;
}

/** Rows a second of processes that share a batch in which nothing goes wrong. */
export async function measureShared(
  env: Readonly<Record<string, string>>,
  { processes, rows, first, concurrency }: Undisturbed,
): Promise<number> {
  const machines = Array.from({ length: processes }, () => teamMachine(env));
  try {
    const file = join(machines[0]?.folder ?? "", "rows.csv");
    const lines = Array.from(
      { length: rows },
      (_, index) => `partial,${generatedOrderNumber(first + index)},1.00,USD,Other\n`,
    );
    writeFileSync(file, `kind,order,amount,currency,reason\n${lines.join("")}`);
    const argv = ["batch", file, "--yes", "--json", "--concurrency", concurrency];
    const begun = performance.now();
    const ended = await Promise.all(machines.map(({ start }) => start(...argv).ended));
    const seconds = (performance.now() - begun) / 1000;
    const failed = ended.find(({ code }) => code !== 0);
    if (failed !== undefined) throw new Error(failed.err);
    return rows / seconds;
  } finally {
    for (const machine of machines) machine.remove();
  }
}

interface ToldRow {
  readonly line: number;
  readonly outcome: string;
  readonly earlier: boolean;
}

function rowsOf({ out }: Ended): readonly ToldRow[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as ToldRow];
      } catch {
        // Its process was killed while it wrote.
        return [];
      }
    });
}

function toldOtherwise(ended: readonly Ended[]): number {
  const outcomes = new Map<number, Set<string>>();
  for (const one of ended) {
    for (const { line, outcome } of rowsOf(one)) {
      outcomes.set(line, (outcomes.get(line) ?? new Set()).add(outcome));
    }
  }
  return [...outcomes.values()].filter((told) => told.size > 1).length;
}
