import { parsed } from "../outcome.ts";
import type { VisitPlan } from "../visit.ts";
import type { Wish } from "../wishes.ts";
import type { Ran, World } from "../world.ts";
import { askRefund } from "./refund.ts";
import type { Step, Violate } from "./step.ts";

/** What waits, as the journal has it, or after 2Checkout was asked. */
export function statusStep(isRefreshed: boolean, plan: VisitPlan): Step {
  return {
    name: "status",
    perform: async (world, violate) => [
      await askStatus(world, isRefreshed ? ["--refresh"] : [], plan, violate),
    ],
  };
}

export async function askStatus(
  world: World,
  more: readonly string[],
  plan: VisitPlan,
  violate: Violate,
): Promise<Ran> {
  const ran = await world.run(["status", ...more, "--json"], { plan });
  const document = ran.code === 0 ? parsed(ran.out) : null;
  if (document === null) return ran;
  const { attempts } = world.read();
  const idsOf = (those: typeof attempts) => those.map(({ id }) => id).sort();
  const open = idsOf(attempts.filter(({ outcome }) => outcome === null));
  const unresolved = namedIn(document["unresolved"]);
  if (String(unresolved) !== String(open)) {
    violate("status-disagrees", `unresolved: ${unresolved.join()}, must be ${open.join()}`);
  }
  const twice = idsOf(
    attempts.filter(({ isPaidTwice, outcome }) => isPaidTwice && outcome === "accepted"),
  );
  // All of them are found by what was really paid, at the end of a sequence.
  const named = namedIn(document["paidTwice"]);
  if (named.some((id) => !twice.includes(id))) {
    violate("status-disagrees", `paid twice: ${named.join()}, and not ${twice.join()}`);
  }
  return ran;
}

/** The attempts that a part of the document lists. */
export function namedIn(part: unknown): readonly string[] {
  if (!Array.isArray(part)) return [];
  return part.map((each: { readonly attempt?: unknown }) => String(each.attempt)).sort();
}

/** A refund, a look within its first day, and one after it was paid out. */
export function payOutStep(wish: Wish, plan: VisitPlan): Step {
  return {
    name: "pay out",
    perform: async (world, violate) => {
      const refund = await askRefund(world, wish, {});
      const first = await askStatus(world, ["--refresh"], {}, violate);
      world.say("a day and two hours go by");
      world.clock.pass(26 * 3_600_000);
      return [refund, first, await askStatus(world, ["--refresh"], plan, violate)];
    },
  };
}

/** Looks at what is unresolved again and again, for a while. */
export function waitStep(seconds: number, plan: VisitPlan): Step {
  return {
    name: "wait",
    perform: async (world) => [
      await world.run(["reconcile", "--wait", `${seconds}`, "--yes", "--json"], { plan }),
    ],
  };
}
