import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { environmentOf } from "../../src/sandbox/environment.ts";
import type { InjectedFault } from "../../src/sandbox/faults.ts";
import { generatedLineItemId, generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { startProgram } from "../faults/program.ts";
import { makeWorld } from "../faults/world.ts";

/** What came of a batch that was killed again and again. All but the first four must be 0. */
export interface KillTally {
  readonly rows: number;
  readonly kills: number;
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

/** Kills the real program at random moments of one batch, resumes it each time, and looks what was paid. */
export async function runKills(
  { rows, kills }: { readonly rows: number; readonly kills: number },
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
  const file = join(folder, "rows.csv");
  const numbers = writeRows(file, rows, random);
  const argv = ["batch", file, "--yes", "--timeout", "2", "--quiet"];
  Object.assign(world.environment, environmentOf(sandbox), { REFUND_JOURNAL: world.journal });
  try {
    let runs = 0;
    for (let kill = 0; kill < kills; kill++) {
      for (let fault = 0; fault < 3; fault++) sandbox.addFault(pick(troubles, random));
      const { child, ended } = startProgram(argv, { ...world.environment, HOME: folder });
      await Promise.race([wait(250 + random() * 750), ended]);
      child.kill("SIGKILL");
      await ended;
      runs += 1;
    }
    sandbox.clearFaults();
    // Attempts on line items are left alone until their process could not be at work any more.
    world.advance(10 * 60_000);
    const results = join(folder, "results.ndjson");
    for (let code = 8; code === 8 && runs < kills + 10; runs++) {
      ({ code } = await world.run([...argv, "--output", results]));
    }
    return judge(numbers, readFileSync(results, "utf8"), sandbox.ledger(), { rows, kills, runs });
  } finally {
    await sandbox.stop();
    world.remove();
  }
}

type Ledger = readonly { readonly refNo: string | null; readonly lineItemId: string | null }[];

export function judge(
  numbers: readonly string[],
  results: string,
  ledger: Ledger,
  counts: Pick<KillTally, "rows" | "kills" | "runs">,
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
    `SIGKILL of a batch at ${tally.kills} moments, ${tally.rows} rows, ${tally.runs} runs`,
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

/** Every kind of refund, each of an order or line item of its own; their numbers. */
export function writeRows(file: string, count: number, random: () => number): readonly string[] {
  writeFileSync(file, "kind,order,lineitem,amount,currency,items,reason,category\n");
  return Array.from({ length: count }, (_, index) => {
    const order = generatedOrderNumber(index);
    const lineItem = generatedLineItemId(index);
    const [row, number] = pick(
      [
        [`total,${order},,,,,Other,`, order],
        [`partial,${order},,,,GEN-A,Other,`, order],
        [`partial,${order},,3.00,USD,,Other,`, order],
        [`lineitem,${order},GEN-B,5.00,USD,,Other,`, order],
        [`legacy,,${lineItem},,,,,16`, lineItem],
      ] as const,
      random,
    );
    appendFileSync(file, `${row}\n`);
    return number;
  });
}

export function pick<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("there is something to pick from");
  return value;
}
