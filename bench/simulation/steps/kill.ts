import type { Kill } from "../process.ts";
import type { VisitPlan } from "../visit.ts";
import type { Wish } from "../wishes.ts";
import type { Step } from "./step.ts";

/** A refund by the built program in a process of its own, which is killed at some moment. */
export function killStep(wish: Wish, plan: VisitPlan, kill: Kill): Step {
  return {
    name: "kill",
    perform: async (world) => {
      const comment = world.newComment();
      world.wished.set(comment, wish);
      const argv = [...wish.argv, "--comment", comment, "--yes", "--json", "--timeout", "5"];
      if (wish.api === "rpc6") argv.push("--reason", "Other");
      const ran = await world.runProcess(argv, { comment, plan, disturbed: true }, kill);
      // Real time has passed for the process, too.
      world.clock.pass(5_000);
      return [ran];
    },
  };
}

/** A batch, a reconcile or a prune by the built program, killed as well. */
export function killOtherStep(argv: readonly string[], plan: VisitPlan, kill: Kill): Step {
  return {
    name: "kill other",
    perform: async (world) => [await world.runProcess(argv, { plan, disturbed: true }, kill)],
  };
}
