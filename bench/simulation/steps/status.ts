import { parsed } from "../outcome.ts";
import type { VisitPlan } from "../visit.ts";
import type { Ran, World } from "../world.ts";
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

/** Looks at what is unresolved again and again, for a while. */
export function waitStep(seconds: number, plan: VisitPlan): Step {
  return {
    name: "wait",
    perform: async (world) => [
      await world.run(["reconcile", "--wait", `${seconds}`, "--yes", "--json"], { plan }),
    ],
  };
}
