import { setTimeout as wait } from "node:timers/promises";
import { openJournal } from "../../src/journal/journal.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { startProgram } from "./program.ts";
import { kinds, type RefundOfKind } from "./scenario.ts";
import type { Tally } from "./tally.ts";
import { makeWorld } from "./world.ts";

/** The moments from which a kill is timed: a request seen by the stand-in, or the start itself. */
const moments = ["start", "login", "getOrder", "refund", "refund", "refund"] as const;
/** Every answer takes so long, so that kills land between the steps. */
const delayMs = 15;

/**
 * Kills a real process at some step of an attempt, then looks whether the journal still allows the truth
 * to be found: the same refund again must not be made twice, and reconcile must find it where it is shown.
 */
export async function runKill(
  random: () => number,
  tally: Tally,
  report: (text: string) => void,
): Promise<void> {
  const world = makeWorld(random);
  const sandbox = await startSandbox({ clock: world.now, delayMs, settleAfterMs: 0 });
  const kind = kinds[Math.floor(random() * kinds.length)];
  const moment = moments[Math.floor(random() * moments.length)];
  if (kind === undefined || moment === undefined) throw new Error("there are kinds and moments");
  const note = (name: string) => {
    report(`${name}: killed ${moment}, ${kind.name}`);
  };
  try {
    const env = { ...environmentOf(sandbox), REFUND_JOURNAL: world.journal };
    const { child, ended } = startProgram(kind.argv, env);
    await untilSeen(sandbox, moment, ended);
    await wait(random() * (moment === "start" ? 600 : 60));
    child.kill("SIGKILL");
    const { code } = await ended;
    tally.trials += 1;

    const journal = await openJournal(world.journal);
    const attempts = await journal.list({});
    await journal.close();
    const made = countMade(sandbox, kind);
    const [attempt] = attempts;
    if (made > 0 && attempt === undefined) tally.lost += reported(note, "lost");
    if (made > 0 && ["refused", "not-sent"].includes(attempt?.outcome ?? "")) {
      tally.deniedThoughMade += reported(note, "deniedThoughMade");
    }
    if (made === 0 && attempt?.outcome === "accepted") {
      tally.claimedThoughNotMade += reported(note, "claimedThoughNotMade");
    }
    if (code === null && attempt?.outcome === null) tally.unknownAtFirst += 1;

    Object.assign(world.environment, env);
    await world.run(kind.argv);
    if (countMade(sandbox, kind) > 1) tally.twice += reported(note, "twice");
    world.advance(10 * 60_000);
    const { code: reconciled } = await world.run(["reconcile", "--json", "--yes"]);
    if (countMade(sandbox, kind) > 1) tally.twice += reported(note, "twice");
    if (reconciled === 7) tally.unknownAfterReconcile += 1;
    if (made === 1 && reconciled === 7) {
      tally.shownButUnsettled += reported(note, "shownButUnsettled");
    }
  } finally {
    await sandbox.stop();
    world.remove();
  }
}

function reported(note: (name: string) => void, name: string): number {
  note(name);
  return 1;
}

async function untilSeen(
  sandbox: Sandbox,
  moment: (typeof moments)[number],
  ended: Promise<unknown>,
): Promise<void> {
  if (moment === "start") return;
  const process = { over: false };
  void ended.then(() => (process.over = true));
  const seen = () =>
    sandbox.requests().some(({ method }) => {
      const refund = method === "issueRefund" || method === "refund_lineitem";
      return method === moment || (moment === "refund" && refund);
    });
  while (!process.over && !seen()) await wait(1);
}

function countMade(sandbox: Sandbox, kind: RefundOfKind): number {
  return sandbox
    .ledger()
    .filter(({ refNo, lineItemId }) => refNo === kind.number || lineItemId === kind.number).length;
}
