import { type Damage, damageText } from "../disk.ts";
import { toldBy } from "../outcome.ts";
import type { Wish } from "../wishes.ts";
import { askRefund } from "./refund.ts";
import type { Ran, World } from "../world.ts";
import type { Step, Violate } from "./step.ts";

/** A backup program copies the journal; an older copy is one of these. */
export const backUpStep: Step = {
  name: "back up",
  perform: (world) => {
    world.say("the journal is copied");
    world.disk.backUp();
    return Promise.resolve([]);
  },
};

/** The journal's files are damaged, an earlier refund is asked for again, and the files are put back. */
export function damageStep(damage: Damage, which: number): Step {
  return {
    name: "damage",
    perform: async (world, violate) => {
      world.read();
      const guarded = [...world.known.values()].filter(
        ({ outcome, untrueWord }) => (outcome === null || outcome === "accepted") && !untrueWord,
      );
      const attempt = guarded[which % Math.max(1, guarded.length)];
      const wish = world.wished.get(attempt?.comment ?? "");
      if (wish === undefined) return [];
      world.disk.freeze();
      const before = world.ledger.entries().length;
      if (world.disk.damage(damage)) {
        world.say(`${damageText(damage)}; the same refund again:`);
        const ran = await askRefund(world, wish, {});
        const sent = damage.tag === "linked" && ran.calls.length > 0;
        if (sent || world.ledger.entries().length > before) {
          violate("damage-unnoticed", `${damageText(damage)}: ${ran.argv.join(" ")}`);
        }
        await checkJournal(world, damage, ran, violate);
      }
      world.disk.thaw();
      world.say("the files are put back");
      // What it said is of a journal that is no more.
      return [];
    },
  };
}

/** What a run would not use must be called so by the check, and be of use once a person has accepted it. */
async function checkJournal(
  world: World,
  damage: Damage,
  ran: Ran,
  violate: Violate,
): Promise<void> {
  const check = async (...more: readonly string[]) =>
    (await world.run(["journal", "check", "--json", ...more])).code;
  const isUsable = async () => (await check()) === 0;
  if (ran.code === 1 && (await isUsable())) violate("check-disagrees", damageText(damage));
  if (damage.tag !== "missing" && damage.tag !== "older") return;
  const accepted = await check("--accept", "--yes");
  if (accepted !== 0 || !(await isUsable())) {
    violate("check-disagrees", `${damageText(damage)}, and accepted`);
  }
}

/** The journal's files are damaged while the answer to a refund is on its way. */
export function damageInFlightStep(damage: Damage, wish: Wish): Step {
  return {
    name: "damage in flight",
    perform: async (world, violate) => {
      const state = { damaged: false };
      const onExecuted = () => {
        if (state.damaged) return;
        world.disk.freeze();
        state.damaged = true;
        if (!world.disk.damage(damage)) return;
        world.say(`${damageText(damage)}, while it waits for its answer:`);
      };
      const ran = await askRefund(world, wish, { onExecuted });
      if (!state.damaged) return [ran];
      const told = toldBy(ran);
      const attempt = ran.calls.find(({ entry }) => entry !== null)?.attempt;
      const attempts = standing(() => world.peek().attempts);
      const stands = attempts?.find(({ id }) => id === attempt);
      // A bit that is off elsewhere in the file is met by whoever reads there: the next run, or the check.
      const met = damage.tag === "one bit off" && attempts === null && (await isRefused(world));
      const said = met || told?.warnings.includes("journal-not-updated") === true;
      if (told?.outcome === "accepted" && stands?.outcome !== "accepted" && !said) {
        violate("damage-in-flight-unsaid", `${damageText(damage)}: ${ran.argv.join(" ")}`);
      }
      world.disk.thaw();
      world.say("the files are put back as they were");
      world.read();
      return [ran];
    },
  };
}

async function isRefused(world: World): Promise<boolean> {
  return (await world.run(["journal", "check", "--json"])).code === 1;
}

/** Null when the file cannot be read any more. */
function standing<T>(read: () => readonly T[]): readonly T[] | null {
  try {
    return read();
  } catch {
    return null;
  }
}
