import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Asked, Ran, World } from "../world.ts";
import { shortSeconds, type VisitPlan } from "../visit.ts";
import { legacyWish, type Wish } from "../wishes.ts";
import type { Step } from "./step.ts";

/** How a refund is asked for. */
export interface Manner {
  /** `again` names the newest accepted attempt on the same order or line item. */
  readonly how: "plain" | "again" | "skip-checks";
  /** Seconds, whatever they are. */
  readonly timeout: string | null;
  /** The time-out stands in somebody's settings file and not on the command line. */
  readonly inFile: boolean;
}

export const plainly: Manner = { how: "plain", timeout: null, inFile: false };

/** Asks for a refund with a comment of its own. */
export async function askRefund(
  world: World,
  wish: Wish,
  plan: VisitPlan,
  manner: Manner = plainly,
  more: Omit<Asked, "comment" | "plan"> & { readonly unconfirmed?: boolean } = {},
): Promise<Ran> {
  const comment = world.newComment();
  world.wished.set(comment, wish);
  const argv = [...wish.argv, "--comment", comment];
  if (wish.api === "rpc6") argv.push("--reason", "Other");
  if (more.unconfirmed !== true) argv.push("--yes", "--json");
  const again = manner.how === "again" ? newestAccepted(world, wish.number) : undefined;
  if (again !== undefined) {
    argv.push("--again", again);
    world.repeats.set(comment, again);
  }
  if (manner.how === "skip-checks" && wish.api === "rpc6") {
    argv.push("--skip-checks");
    world.bold.add(comment);
  }
  const hangs = plan.fates?.some(({ says }) => says === "answer never") === true;
  // What is never answered is waited for in real time, so not for as long as an odd value may say.
  const isLong = Number(manner.timeout) > Number(shortSeconds);
  const odd = hangs && isLong ? null : manner.timeout;
  const timeout = odd ?? (hangs && more.disturbed !== true ? shortSeconds : null);
  if (timeout !== null && !manner.inFile) argv.push("--timeout", timeout);
  const file = join(world.disk.config, ".refundrc");
  if (timeout !== null && manner.inFile)
    writeFileSync(file, `timeout: ${timeout}\n`, { mode: 0o600 });
  const ran = await world.run(argv, { ...more, comment, plan });
  // Whoever settles it later has a time-out that is one.
  rmSync(file, { force: true });
  return ran;
}

function newestAccepted(world: World, number: string): string | undefined {
  return [...world.known.values()]
    .filter((attempt) => attempt.number === number && attempt.outcome === "accepted")
    .map(({ id }) => id)
    .sort()
    .at(-1);
}

export function refundStep(wish: Wish, plan: VisitPlan, manner: Manner): Step {
  return {
    name: "refund",
    perform: async (world) => [await askRefund(world, wish, plan, manner)],
  };
}

/** What was asked for before is asked for once more, as it was or otherwise. */
export function repeatStep(which: number, plan: VisitPlan, manner: Manner): Step {
  return {
    name: "repeat",
    perform: async (world) => {
      const earlier = [...world.wished.values()];
      const wish = earlier[which % Math.max(1, earlier.length)];
      return wish === undefined ? [] : [await askRefund(world, wish, plan, manner)];
    },
  };
}

/** Of a line item that nothing else is about. */
const firstOfAll = legacyWish("1999999999");

/**
 * Two agents on one journal at the same moment. They share a thread, on which neither can wait until the other
 * has made the journal's tables: those are there before. Races of processes begin without.
 */
export function clashStep(wishes: readonly [Wish, Wish], plan: VisitPlan, manner: Manner): Step {
  return {
    name: "clash",
    perform: async (world) => {
      const first = world.journal.isThere() ? [] : [await askRefund(world, firstOfAll, {})];
      world.say("two at the same time:");
      const both = await Promise.all(wishes.map((wish) => askRefund(world, wish, plan, manner)));
      return [...first, ...both];
    },
  };
}
