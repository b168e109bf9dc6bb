import type { Ran } from "../world.ts";
import type { Wish } from "../wishes.ts";
import { sayWord } from "./journal.ts";
import { askRefund } from "./refund.ts";
import type { Step } from "./step.ts";

export function passStep(ms: number): Step {
  return {
    name: "pass",
    perform: (world) => {
      world.say(`${ms / 1000} s go by`);
      world.clock.pass(ms);
      return Promise.resolve([]);
    },
  };
}

/** The machine's clock is set, wrongly or (0) right. */
export function clockStep(ms: number): Step {
  return {
    name: "clock",
    perform: (world) => {
      world.say(ms === 0 ? "the clock is set right" : `the clock steps by ${ms / 1000} s`);
      if (ms === 0) world.clock.setRight();
      else world.clock.step(ms);
      return Promise.resolve([]);
    },
  };
}

export interface Sleep {
  readonly ms: number;
  /** How far the clock is set while it sleeps, on top of the time that goes by. */
  readonly clock: number;
  /** Before which of its connections it falls asleep. */
  readonly connection: number;
  /** What others do meanwhile, from another machine that shares the journal. */
  readonly meanwhile: "nothing" | "reconcile" | "word and refund";
}

/** The machine falls asleep in the middle of a refund, as when a lid is closed. */
export function sleepStep(wish: Wish, sleep: Sleep): Step {
  return {
    name: "sleep",
    perform: async (world) => {
      const runs: Ran[] = [];
      let connections = 0;
      const onConnect = async () => {
        connections += 1;
        if (connections !== sleep.connection) return;
        world.say(
          `asleep before its connection no. ${connections}, for ${sleep.ms / 1000} s, while:`,
        );
        world.clock.pass(sleep.ms);
        if (sleep.meanwhile !== "nothing") {
          runs.push(await world.run(["reconcile", "--yes", "--json"]));
        }
        if (sleep.meanwhile === "word and refund") {
          const { attempts } = world.read();
          const open = attempts.find(
            ({ number, outcome }) => number === wish.number && outcome === null,
          );
          const attempt = world.known.get(open?.id ?? "");
          if (attempt !== undefined) runs.push(await sayWord(world, attempt, true));
          runs.push(await askRefund(world, wish, {}));
        }
        world.clock.step(sleep.clock);
        world.say(`it wakes up; its clock was set by ${sleep.clock / 1000} s`);
      };
      const asleep = await askRefund(world, wish, { closes: true }, undefined, {
        options: { onConnect },
      });
      return [...runs, asleep];
    },
  };
}
