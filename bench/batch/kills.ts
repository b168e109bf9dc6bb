import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { environmentOf } from "../../src/sandbox/environment.ts";
import type { InjectedFault } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { startProgram } from "../faults/program.ts";
import { makeWorld, type World } from "../faults/world.ts";
import { killFile, type KillFormat } from "./kill-file.ts";

export interface KillCounts {
  readonly rows: number;
  readonly kills: number;
  readonly format: KillFormat;
}

/** What came of a batch that was killed again and again. From `twice` on all must be 0. */
export interface KillTally extends KillCounts {
  /** At so many moments two processes ran the batch. */
  readonly together: number;
  /** Runs it took, the killed ones included. */
  readonly runs: number;
  readonly unknown: number;
  readonly twice: number;
  /** Rows that the last run does not tell, or tells twice. */
  readonly lost: number;
  readonly claimedThoughNotMade: number;
  readonly deniedThoughMade: number;
  readonly neverDone: number;
}

export const troubles: readonly InjectedFault[] = [
  ...(["drop-before", "500-before", "429", "expire-session", "half-json-after"] as const).map(
    (kind) => ({ kind, method: "getOrder" }) as const,
  ),
  ...(["drop-before", "drop-after", "500-before", "500-after", "truncated-after"] as const).map(
    (kind) => ({ kind, method: "issueRefund" }) as const,
  ),
  ...(["null-after", "false-before", "429", "expire-session", "internal-error-after"] as const).map(
    (kind) => ({ kind, method: "issueRefund" }) as const,
  ),
  ...(["drop-before", "drop-after", "500-after", "html-before"] as const).map(
    (kind) => ({ kind, method: "refund_lineitem" }) as const,
  ),
];

/**
 * Kills the real program at random moments of one batch, resumes it each time, and looks what was paid. Some
 * runs have a `--limit`, some have a second process beside them, and halfway somebody edits the file.
 */
export async function runKills(
  { rows, kills, format }: KillCounts,
  random: () => number,
): Promise<KillTally> {
  const world = makeWorld(random);
  const sandbox = await startSandbox({
    clock: world.now,
    orders: rows,
    delayMs: 15,
    settleAfterMs: 0,
  });
  const folder = dirname(world.journal);
  const path = join(folder, `rows.${format}`);
  const file = killFile(rows, format, random);
  file.write(path);
  let argv = ["batch", path, "--yes", "--timeout", "2", "--quiet"];
  Object.assign(world.environment, environmentOf(sandbox), { REFUND_JOURNAL: world.journal });
  const killOne = async (): Promise<void> => {
    const limit = random() < 0.2 ? ["--limit", "20"] : [];
    const env = { ...world.environment, HOME: folder };
    const { child, ended } = startProgram([...argv, ...limit], env);
    await Promise.race([wait(250 + random() * 750), ended]);
    child.kill("SIGKILL");
    await ended;
  };
  try {
    let runs = 0;
    let together = 0;
    for (let kill = 0; kill < kills; kill++) {
      if (kill === Math.floor(kills / 2)) {
        file.writeEdited(path);
        argv = [...argv, ...(await resuming(world))];
      }
      for (let fault = 0; fault < 3; fault++) sandbox.addFault(pick(troubles, random));
      const isPair = random() < 0.25;
      if (isPair) together += 1;
      await Promise.all(isPair ? [killOne(), killOne()] : [killOne()]);
      runs += isPair ? 2 : 1;
    }
    sandbox.clearFaults();
    // Attempts on line items are left alone until their process could not be at work any more.
    world.advance(10 * 60_000);
    const results = join(folder, "results.ndjson");
    const most = runs + 10;
    for (let code = 8; code === 8 && runs < most; runs++) {
      ({ code } = await world.run([...argv, "--output", results]));
    }
    const told = readFileSync(results, "utf8");
    return judge(file.numbers, told, sandbox.ledger(), { format, rows, kills, runs, together });
  } finally {
    await sandbox.stop();
    world.remove();
  }
}

/** What continues the batch with an edited file; nothing if it was killed before it was recorded. */
async function resuming(world: World): Promise<readonly string[]> {
  const { out } = await world.run(["history", "--batches", "--json"]);
  const batch = /"batch":\s*"(?<id>[0-9A-Z]{26})"/.exec(out)?.groups?.["id"];
  return batch === undefined ? [] : ["--resume", batch];
}

type Ledger = readonly { readonly refNo: string | null; readonly lineItemId: string | null }[];

export function judge(
  numbers: readonly string[],
  results: string,
  ledger: Ledger,
  counts: Pick<KillTally, keyof KillCounts | "runs" | "together">,
): KillTally {
  const told = new Map<string, string[]>();
  for (const line of results.split("\n").filter((text) => text !== "")) {
    const { order, lineItem, outcome } = JSON.parse(line) as Record<string, string | null>;
    const number = order ?? lineItem ?? "";
    told.set(number, [...(told.get(number) ?? []), outcome ?? ""]);
  }
  const made = new Map<string, number>();
  for (const { refNo, lineItemId } of ledger) {
    const number = refNo ?? lineItemId ?? "";
    made.set(number, (made.get(number) ?? 0) + 1);
  }
  const count = (fits: (made: number, told: readonly string[]) => boolean) =>
    numbers.filter((number) => fits(made.get(number) ?? 0, told.get(number) ?? [])).length;
  const denied = ["refused", "not-sent", "failed", "blocked"];
  return {
    ...counts,
    unknown: count((_, [outcome]) => outcome === "unknown"),
    twice: count((times) => times > 1),
    lost: count((_, outcomes) => outcomes.length !== 1),
    claimedThoughNotMade: count((times, [outcome]) => times === 0 && outcome === "accepted"),
    deniedThoughMade: count((times, [outcome]) => times > 0 && denied.includes(outcome ?? "")),
    neverDone: count((times, [outcome]) => times === 0 && outcome !== "unknown"),
  };
}

export function killText(tally: KillTally): string {
  return [
    `SIGKILL of a batch at ${tally.kills} moments, ${tally.rows} rows (${tally.format}), ${tally.runs} runs, ${tally.together} times two at once; rows corrected and added halfway`,
    `  ${tally.twice}  rows refunded twice (must be 0)`,
    `  ${tally.lost}  rows not told exactly once at the end (must be 0)`,
    `  ${tally.claimedThoughNotMade}  called accepted though not made (must be 0)`,
    `  ${tally.deniedThoughMade}  called something else though made (must be 0)`,
    `  ${tally.neverDone}  neither refunded nor unknown (must be 0)`,
    `  ${tally.unknown}  unknown at the end, for a person to look at`,
  ].join("\n");
}

export function killsBroken(tally: KillTally): boolean {
  const { twice, lost, claimedThoughNotMade, deniedThoughMade, neverDone } = tally;
  return twice + lost + claimedThoughNotMade + deniedThoughMade + neverDone > 0;
}

export function pick<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("there is something to pick from");
  return value;
}
