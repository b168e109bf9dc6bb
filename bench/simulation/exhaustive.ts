import { callText } from "./calls.ts";
import { expectedOutcomes } from "./expected.ts";
import { type Habits, plainHabits } from "./habits.ts";
import { toldBy } from "./outcome.ts";
import { type Fate, fateText, legacySayings, rpcSayings, truthfully } from "./sayings.ts";
import { anotherOrder } from "./shop.ts";
import { shortTimeout } from "./visit.ts";
import { openWorld, type World } from "./world.ts";

/** All that may come of the calls of one refund, in their order. */
export interface Course {
  readonly api: "rpc6" | "legacy";
  readonly isTotal: boolean;
  readonly shows: Habits["shows"];
  readonly fates: readonly Fate[];
}

export interface Exhausted {
  readonly courses: number;
  readonly wrong: readonly string[];
}

/**
 * Every sequence of answers to the calls of one attempt, executed or not: the refund and its one repeat,
 * and the legacy call and up to `most` - 1 more of it. A hang is as lost as a broken connection and costs
 * a second, so it is tried only once.
 */
export function everyCourse(most: number): readonly Course[] {
  const rpc = fatesOf(Object.keys(rpcSayings));
  const legacy = fatesOf(Object.keys(legacySayings));
  const singles = (fates: readonly Fate[]) => fates.map((fate) => [fate]);
  const rpcFates = [
    ...singles(rpc),
    ...rpc
      .filter(({ says }) => says === "answer session refused" || says === "answer 429")
      .flatMap((first) => rpc.filter(isQuick).map((repeat) => [first, repeat])),
  ];
  let open = singles(legacy.filter((fate) => isQuick(fate) && isAskedAgain(fate)));
  const legacyFates = [...singles(legacy)];
  for (let length = 2; length <= most; length++) {
    const longer = open.flatMap((begun) => legacy.filter(isQuick).map((next) => [...begun, next]));
    // Each begins like a shorter one, whose later calls went well.
    legacyFates.push(...longer);
    open = longer.filter((fates) => fates.every(isAskedAgain));
  }
  return [
    ...rpcFates.flatMap((fates) =>
      [true, false].flatMap((isTotal) =>
        (["at once", "never"] as const).map((shows) => ({
          api: "rpc6" as const,
          isTotal,
          shows,
          fates,
        })),
      ),
    ),
    ...legacyFates.map((fates) => ({
      api: "legacy" as const,
      isTotal: false,
      shows: "never" as const,
      fates,
    })),
  ];
}

function fatesOf(sayings: readonly string[]): readonly Fate[] {
  const all = [truthfully, ...sayings] as Fate["says"][];
  return all.flatMap((says) => [true, false].map((executed) => ({ executed, says })));
}

function isQuick({ says }: Fate): boolean {
  return says !== "answer never";
}

function isAskedAgain({ executed, says }: Fate): boolean {
  if (says === truthfully) return !executed;
  const { claim } = legacySayings[says as keyof typeof legacySayings];
  return claim === "unclear" || says === "answer undocumented error";
}

/** So many share a journal, which would else grow slow. */
const perWorld = 60;

/** Goes through courses, each with an order of its own, and compares each outcome with the table. */
export async function runCourses(courses: readonly Course[]): Promise<Exhausted> {
  const wrong: string[] = [];
  for (const shows of ["at once", "never"] as const) {
    const alike = courses.filter((course) => course.shows === shows);
    for (let at = 0; at < alike.length; at += perWorld) {
      const world = await openWorld({ ...plainHabits, shows }, () => 0.5);
      try {
        for (const course of alike.slice(at, at + perWorld)) {
          const complaint = await runCourse(course, world);
          if (complaint !== null) wrong.push(complaint);
        }
      } finally {
        await world.close();
      }
    }
  }
  return { courses: courses.length, wrong };
}

let orders = 0;

async function runCourse(
  { api, isTotal, shows, fates }: Course,
  world: World,
): Promise<string | null> {
  orders += 1;
  const number = api === "rpc6" ? String(74_000_000 + orders) : String(1_000_000_000 + orders);
  if (api === "rpc6") world.orders.push(anotherOrder(number));
  const comment = world.newComment();
  const wish = isTotal ? ["total", number] : ["partial", number, "--item", "PRO-1Y"];
  const argv =
    api === "rpc6"
      ? [...wish, "--reason", "Other"]
      : ["lineitem", number, "--legacy", "--category", "16"];
  const hangs = fates.some((fate) => !isQuick(fate));
  const ran = await world.run(
    [...argv, "--comment", comment, "--yes", "--json", ...(hangs ? shortTimeout : [])],
    { comment, plan: { fates } },
  );
  const { calls } = ran;
  const expected = expectedOutcomes({ api, isTotal, shown: shows === "at once", calls });
  const outcome = toldBy(ran)?.outcome ?? "nothing";
  const attempt = [...world.known.values(), ...world.read().attempts]
    .filter((each) => each.comment === comment)
    .at(-1);
  const stands = attempt === undefined ? "none" : (attempt.outcome ?? "unknown");
  if (expected.includes(outcome) && stands === outcome) return null;
  const course = fates.map(fateText).join("; then ");
  return [
    `${api}${isTotal ? " total" : ""}, refunds shown ${shows}: ${course}`,
    `  calls: ${calls.map(callText).join("; ")}`,
    `  said ${outcome} (journal: ${stands}), must be ${expected.join(" or ")}`,
  ].join("\n");
}
