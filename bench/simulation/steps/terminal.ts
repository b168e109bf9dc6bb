import { setTimeout as wait } from "node:timers/promises";
import type { Running } from "../machine.ts";
import type { Ran } from "../world.ts";
import type { Wish } from "../wishes.ts";
import { askRefund, plainly } from "./refund.ts";
import type { Step } from "./step.ts";

export type Change = "nothing" | "a colleague refunds" | "another customer" | "not approved";

/** Something changes while an agent looks at the confirmation. */
export function staleStep(wish: Wish, change: Change, colleague: Wish): Step {
  return {
    name: "stale confirmation",
    perform: async (world, violate) => {
      const runs: Ran[] = [];
      const seen = { questions: 0, changed: false };
      const started = async (running: Running) => {
        const order = world.orders.find(({ refNo }) => refNo === wish.number);
        if (!(await question(running, 0))) return;
        seen.questions = 1;
        world.say(`while the agent is asked: ${change}`);
        if (change === "a colleague refunds") {
          const ran = await askRefund(world, colleague, {});
          runs.push(ran);
          seen.changed = ran.code === 0 && colleague.number === wish.number;
        } else if (change !== "nothing" && order !== undefined) {
          world.clock.pass(31_000);
          if (change === "another customer") order.email = `other-${order.email}`;
          else order.approveStatus = order.approveStatus === "OK" ? "FRAUD" : "OK";
          seen.changed = true;
        }
        const soFar = running.said().length;
        running.type("y\n");
        if (!(await question(running, soFar))) return;
        seen.questions = 2;
        world.say("the agent is asked again, and stops");
        running.stop();
      };
      const more = { options: { asks: true }, unconfirmed: true, started, disturbed: true };
      const ran = await askRefund(world, wish, {}, plainly, more);
      const made = ran.calls.some(({ entry }) => entry !== null);
      if (seen.changed && made && seen.questions === 1) {
        violate("stale-confirmation", `${change}: ${ran.argv.join(" ")}`);
      }
      return [...runs, ran];
    },
  };
}

/** Whether a question came to stand at the end of what was said since; false when the run ended first. */
async function question(running: Running, since: number): Promise<boolean> {
  while (!/\?[^\n]*$/.test(running.said().slice(since))) {
    if (running.isOver()) return false;
    await wait(3);
  }
  return true;
}

/** Longer than a busy machine takes to end a run that was told to. */
const patienceMs = 8_000;

/** Ctrl-C while a refund's answer does not come: once it waits, twice it leaves it unknown. */
export function stopStep(wish: Wish, executed: boolean): Step {
  return {
    name: "stop",
    perform: async (world, violate) => {
      let arrived: () => void = () => undefined;
      const sent = new Promise<void>((resolve) => (arrived = resolve));
      const stop = { at: 0 };
      const started = async (running: Running) => {
        await sent;
        await wait(5);
        world.say("Ctrl-C, and again, while its answer does not come:");
        running.stop();
        await wait(2);
        running.stop();
        stop.at = performance.now();
      };
      const fates = Array.from({ length: 3 }, () => ({ executed, says: "answer never" as const }));
      const plan = { fates, onMoneyCall: arrived };
      const ran = await askRefund(world, wish, plan, plainly, { started, disturbed: true });
      if (stop.at > 0 && performance.now() - stop.at > patienceMs) {
        violate("deaf", ran.argv.join(" "));
      }
      return [ran];
    },
  };
}
