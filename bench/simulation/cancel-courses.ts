import { cancelOutcome } from "./cancel-outcome.ts";
import { type Habits, plainHabits } from "./habits.ts";
import { parsed } from "./outcome.ts";
import { type Fate, fateText, rpcSayings, type RpcSaying } from "./sayings.ts";
import { anotherOrder } from "./shop.ts";
import { openWorld, type World } from "./world.ts";
import { shortTimeout } from "./visit.ts";

/** All that may come of the one call of a cancellation. */
export interface CancelCourse {
  readonly shows: Habits["shows"];
  readonly executed: boolean;
  readonly says: RpcSaying;
}

/** Every answer to `cancelRefund`, the refund really cancelled or not. */
export function everyCancelCourse(): readonly CancelCourse[] {
  const sayings = Object.keys(rpcSayings) as RpcSaying[];
  return sayings.flatMap((says) =>
    [true, false].flatMap((executed) =>
      (["at once", "never"] as const).map((shows) => ({ shows, executed, says })),
    ),
  );
}

/** Goes through courses, each with an order of its own; the complaints. */
export async function runCancelCourses(
  courses: readonly CancelCourse[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const shows of ["at once", "never"] as const) {
    const world = await openWorld({ ...plainHabits, shows }, () => 0.5);
    try {
      for (const course of courses.filter((each) => each.shows === shows)) {
        const complaint = await runCancelCourse(course, world);
        if (complaint !== null) wrong.push(complaint);
      }
    } finally {
      await world.close();
    }
  }
  return wrong;
}

let orders = 0;

async function runCancelCourse(
  { executed, says, shows }: CancelCourse,
  world: World,
): Promise<string | null> {
  orders += 1;
  const number = String(75_000_000 + orders);
  world.orders.push(anotherOrder(number));
  await world.run(["total", number, "--reason", "Other", "--yes", "--json"]);
  const fate: Fate = { executed, says };
  const ran = await world.run(
    ["cancel", number, "--yes", "--json", ...(says === "answer never" ? shortTimeout : [])],
    { plan: { fates: [fate] } },
  );
  const outcome = parsed(ran.out)?.["outcome"];
  const [refund, cancellation] = world
    .read()
    .attempts.filter((each) => each.number === number)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const isCancelled = world.ledger.of(number).length === 0;
  const expected = cancelOutcome(says);
  // An untrue TRUE is found out where the order still shows the refund.
  const withdrawn = expected === "accepted" && (isCancelled || shows === "never");
  const stands = [refund?.outcome, cancellation?.outcome ?? "unknown", ran.visit.moneyCalls];
  const must = [withdrawn ? "withdrawn" : "accepted", expected, 1];
  if (outcome === expected && String(stands) === String(must)) return null;
  return [
    `cancel, refunds shown ${shows}: ${fateText(fate)}`,
    `  said ${String(outcome)}, must be ${expected}`,
    `  refund, cancellation, calls: ${String(stands)}, must be ${String(must)}`,
  ].join("\n");
}
