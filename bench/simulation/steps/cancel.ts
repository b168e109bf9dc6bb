import { checkCancelRun } from "../cancel-invariants.ts";
import { isWaiting } from "../known-attempts.ts";
import { shortTimeout, type VisitPlan } from "../visit.ts";
import type { Ran, World } from "../world.ts";
import type { Step, Violate } from "./step.ts";

/** Somebody cancels a refund of an order: one that is named, or whichever is meant. */
export function cancelStep(which: number, isNamed: boolean, plan: VisitPlan): Step {
  return {
    name: "cancel",
    perform: async (world, violate) => {
      const number = orderToCancel(world, which);
      return number === null ? [] : [await askCancel(world, number, which, isNamed, plan, violate)];
    },
  };
}

/** Two agents cancel a refund of one order at the same moment. */
export function cancelClashStep(which: number, plan: VisitPlan): Step {
  return {
    name: "cancel clash",
    perform: async (world) => {
      const number = orderToCancel(world, which);
      // As with two refunds: the journal's tables are there before.
      if (number === null || !world.journal.isThere()) return [];
      world.say("two at the same time:");
      const argv = ["cancel", number, "--yes", "--json", ...hanging(plan)];
      return Promise.all([world.run(argv, { plan }), world.run(argv, { plan })]);
    },
  };
}

async function askCancel(
  world: World,
  number: string,
  which: number,
  isNamed: boolean,
  plan: VisitPlan,
  violate: Violate,
): Promise<Ran> {
  const before = world.read().attempts.filter((each) => each.number === number);
  const waiting = before.filter(isWaiting);
  const meant = isNamed ? waiting[which % Math.max(1, waiting.length)] : undefined;
  const named = meant === undefined ? [] : ["--attempt", meant.id];
  const argv = ["cancel", number, ...named, "--yes", "--json", ...hanging(plan)];
  const ran = await world.run(argv, { plan });
  world.read();
  checkCancelRun(ran, number, before, world, violate);
  return ran;
}

/** Rather one on which something waits. */
function orderToCancel(world: World, which: number): string | null {
  const { attempts } = world.read();
  const waiting = attempts.filter(isWaiting).map(({ number }) => number);
  const numbers = world.orders.map(({ refNo }) => refNo);
  const likely = numbers.filter((number) => waiting.includes(number));
  const from = likely.length > 0 && which % 5 > 0 ? likely : numbers;
  return from[which % from.length] ?? null;
}

function hanging({ fates = [] }: VisitPlan): readonly string[] {
  return fates.some(({ says }) => says === "answer never") ? shortTimeout : [];
}
