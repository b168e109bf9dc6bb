import { entryOf, type KnownAttempt } from "../known-attempts.ts";
import type { Ran, World } from "../world.ts";
import { shortTimeout, type VisitPlan } from "../visit.ts";
import { paidFor } from "../shop.ts";
import type { Step } from "./step.ts";
import { sayOfCancellation } from "./withdraw.ts";

/** Whether an attempt's refund was really made. */
export function wasMade(world: World, { id }: Pick<KnownAttempt, "id">): boolean {
  return entryOf(id, world.service.calls()) !== null;
}

/** A person looks in the control panel and says what happened; a careless one says the opposite. */
export async function sayWord(world: World, attempt: KnownAttempt, honest: boolean): Promise<Ran> {
  if (attempt.kind === "cancel") return sayOfCancellation(world, attempt.id, honest);
  const truth = wasMade(world, attempt);
  const word = truth === honest ? "--accepted" : "--not-applied";
  const ran = await world.run(["reconcile", attempt.id, word, "--yes", "--json"]);
  world.read();
  const now = world.known.get(attempt.id);
  if (ran.code === 0 && now?.settledBy === "person") now.untrueWord = !honest;
  return ran;
}

export function wordStep(which: number, honest: boolean): Step {
  return {
    name: "word",
    perform: async (world) => {
      world.read();
      const open = [...world.known.values()].filter(
        ({ kind, outcome, settledBy }) =>
          outcome === null ||
          (kind !== "cancel" && outcome !== "withdrawn" && settledBy === "person"),
      );
      const attempt = open[which % Math.max(1, open.length)];
      return attempt === undefined ? [] : [await sayWord(world, attempt, honest)];
    },
  };
}

export function reconcileStep(plan: VisitPlan): Step {
  const hangs = plan.fates?.some(({ says }) => says === "answer never") === true;
  return {
    name: "reconcile",
    perform: async (world) => [
      await world.run(["reconcile", "--yes", "--json", ...(hangs ? shortTimeout : [])], {
        plan,
      }),
    ],
  };
}

export const pruneStep: Step = {
  name: "prune",
  perform: async (world) => [
    await world.run(["history", "prune", "--before", "2029-01-01", "--yes", "--json"]),
  ],
};

/** Reads of all kinds, whose screens must be as clean as those of refunds. */
export function lookStep(which: number): Step {
  const looks = [
    ["history", "--json"],
    ["history"],
    ["order", "73152871"],
    ["order", "73152899", "--json"],
    ["reconcile", "--json"],
    ["reconcile"],
    ["status"],
    ["history", "--csv"],
    ["cancel", "73152871", "--dry-run", "--yes"],
  ];
  return {
    name: "look",
    perform: async (world) => [await world.run(looks[which % looks.length] ?? [])],
  };
}

/** Somebody refunds in the control panel, in whole or by half. */
export function panelStep(which: number, part: number): Step {
  return {
    name: "panel",
    perform: (world) => {
      const order = world.orders[which % world.orders.length];
      if (order === undefined) return Promise.resolve([]);
      const amount = Math.min(
        Math.max(1, Math.round(paidFor(order) * part)),
        paidFor(order) - world.ledger.refunded(order.refNo),
      );
      if (amount <= 0) return Promise.resolve([]);
      world.say(`${amount} minor units of ${order.refNo} are refunded in the control panel`);
      world.ledger.add({
        api: "rpc6" as const,
        number: order.refNo,
        amount,
        lines: "",
        references: [],
        by: "panel" as const,
        comment: "panel" as const,
        at: world.clock.truth(),
      });
      return Promise.resolve([]);
    },
  };
}
