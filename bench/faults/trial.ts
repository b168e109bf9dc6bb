import { openJournal } from "../../src/journal/journal.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import type { Scenario } from "./scenario.ts";
import { type promises, type Tally } from "./tally.ts";
import { makeWorld, type World } from "./world.ts";

/** Long enough for loopback on a busy machine, short enough for a thousand hangs. */
const timeoutSeconds = 1;

/** Runs one scenario in this process, then compares what was said and journalled with the ledger. */
export async function runTrial(
  scenario: Scenario,
  random: () => number,
  tally: Tally,
  report: (text: string) => void,
): Promise<void> {
  const { trouble, refundsShape, pendingShown } = scenario;
  const world = makeWorld(random);
  const sandbox = await startSandbox({
    ...{ clock: world.now, refundsShape, pendingShown, faults: trouble.faults },
  });
  try {
    Object.assign(world.environment, environmentOf(sandbox));
    if (trouble.unreachable) await useClosedPort(world);
    const outcome = await firstRun(scenario, world, sandbox);
    const verdict = new Verdict(scenario, tally, report);
    const made = refundsMade(sandbox, scenario);
    const attempts = await attemptsIn(world);
    verdict.first(outcome, made, attempts.length, requestsSeen(sandbox));

    sandbox.clearFaults();
    sandbox.settle();
    world.advance(10 * 60_000);
    const reconciled = await world.run(["reconcile", "--json", "--yes"]);
    const after = refundsMade(sandbox, scenario);
    const open = (await attemptsIn(world)).filter((attempt) => attempt.outcome === null);
    const accepted = (await attemptsIn(world)).some((attempt) => attempt.outcome === "accepted");
    verdict.last(after, open.length, accepted, reconciled.code);
  } finally {
    await sandbox.stop();
    world.remove();
  }
}

/** What the program said of its refund. */
async function firstRun(
  { kind, trouble }: Scenario,
  world: World,
  sandbox: Sandbox,
): Promise<string> {
  let meddled = trouble.somebodyElse !== true;
  const { out } = await world.run([...kind.argv, "--timeout", String(timeoutSeconds)], (text) => {
    // The preview is on the screen, so the order has been read and nothing was sent yet.
    if (meddled || !text.includes("This refund")) return;
    meddled = true;
    sandbox.refundElsewhere(kind.number, "1.00");
    sandbox.settle();
  });
  return (JSON.parse(out) as { outcome: string }).outcome;
}

interface Made {
  readonly byUs: number;
  readonly elsewhere: number;
}

function refundsMade(sandbox: Sandbox, { kind }: Scenario): Made {
  const entries = sandbox
    .ledger()
    .filter(({ refNo, lineItemId }) => refNo === kind.number || lineItemId === kind.number);
  return {
    byUs: entries.filter(({ by }) => by === "api").length,
    elsewhere: entries.filter(({ by }) => by === "panel").length,
  };
}

function requestsSeen(sandbox: Sandbox): number {
  return sandbox
    .requests()
    .filter(({ method }) => method === "issueRefund" || method === "refund_lineitem").length;
}

async function attemptsIn(world: World) {
  const journal = await openJournal(world.journal);
  try {
    return await journal.list({});
  } finally {
    await journal.close();
  }
}

async function useClosedPort(world: World): Promise<void> {
  const closed = await startSandbox({});
  Object.assign(world.environment, {
    REFUND_RPC_URL: closed.rpcUrl,
    REFUND_LEGACY_URL: closed.legacyUrl,
  });
  await closed.stop();
}

const denials = ["not-sent", "refused", "blocked", "failed", "cancelled"];

/** Compares one trial with the ledger and counts what is wrong. */
class Verdict {
  readonly #scenario: Scenario;
  readonly #tally: Tally;
  readonly #report: (text: string) => void;
  #firstOutcome = "";

  constructor(scenario: Scenario, tally: Tally, report: (text: string) => void) {
    this.#scenario = scenario;
    this.#tally = tally;
    this.#report = report;
    tally.trials += 1;
  }

  first(outcome: string, { byUs, elsewhere }: Made, attempts: number, requests: number): void {
    const { trouble, kind } = this.#scenario;
    this.#firstOutcome = outcome;
    if (byUs > 1) this.#count("twice");
    // The legacy call alone may be made more than once for one attempt.
    if (kind.api === "rpc6" ? requests > attempts : requests > 0 && attempts === 0) {
      this.#count("lost");
    }
    if (byUs > 0 && denials.includes(outcome)) this.#denied(outcome);
    if (byUs === 0 && outcome === "accepted") this.#claimed(elsewhere);
    if (outcome === "unknown") this.#tally.unknownAtFirst += 1;
    if (trouble.name === "none" && outcome !== "accepted") this.#count("needlesslyUnknown");
    if (trouble.unreachable === true && outcome !== "not-sent") this.#count("needlesslyUnknown");
  }

  last({ byUs, elsewhere }: Made, open: number, accepted: boolean, code: number): void {
    const { trouble, kind, refundsShape } = this.#scenario;
    if (byUs > 1) this.#count("twice");
    if (byUs === 0 && accepted && this.#firstOutcome !== "accepted") this.#claimed(elsewhere);
    if (open > 0) this.#tally.unknownAfterReconcile += 1;
    if (open > 0 !== (code === 7)) this.#count("needlesslyUnknown");
    if (byUs === 1 && open > 0 && isShown(kind.name, refundsShape)) {
      if (trouble.sameAmountElsewhere !== true) this.#count("shownButUnsettled");
    }
  }

  #denied(outcome: string): void {
    const { trouble, kind, refundsShape, pendingShown } = this.#scenario;
    const shown = pendingShown && shapesThatList.includes(refundsShape);
    if (trouble.untrue === true && outcome === "refused" && kind.api === "rpc6" && !shown) {
      this.#tally.refusedOnItsWord += 1;
    } else {
      this.#count("deniedThoughMade");
    }
  }

  #claimed(elsewhere: number): void {
    if (this.#scenario.trouble.sameAmountElsewhere === true && elsewhere > 0) {
      this.#tally.sameAmountElsewhere += 1;
    } else {
      this.#count("claimedThoughNotMade");
    }
  }

  #count(name: (typeof promises)[number]): void {
    this.#tally[name] += 1;
    const { kind, trouble, refundsShape, pendingShown } = this.#scenario;
    this.#report(
      `${name}: ${kind.name}, ${trouble.name}, ${refundsShape}, pending ${pendingShown ? "shown" : "hidden"}: said ${this.#firstOutcome}`,
    );
  }
}

/** Those that show a refund before it has settled, if pending ones are shown at all. */
const shapesThatList: readonly Scenario["refundsShape"][] = ["list", "map", "total-only"];

/** Whether a settled refund of this kind can be seen in an order of this shape at all. */
function isShown(kind: string, shape: Scenario["refundsShape"]): boolean {
  switch (shape) {
    case "list":
    case "map":
    case "total-only":
      return true;
    case "status":
    case "negative":
      return kind === "total";
    case "null":
    case "opaque":
      return kind === "legacy lineitem";
  }
}
