import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isMuddled } from "./excuses.ts";
import { showsEverything } from "./habits.ts";
import { checkPaidOut, checkPaidTwice } from "./paid-out-invariants.ts";
import { sayWord, wasMade } from "./steps/journal.ts";
import { askStatus } from "./steps/status.ts";
import type { Violate } from "./steps/step.ts";
import type { Ran, World } from "./world.ts";

const anHour = 3_600_000;

/** All is well again: whatever is still open must be settled, by evidence where it is shown, or by a person. */
export async function endSequence(world: World, violate: Violate): Promise<readonly Ran[]> {
  world.say("all is well again, an hour later, and another hour later:");
  world.clock.setRight();
  world.journal.calm();
  const runs: Ran[] = [];
  // What a machine could not write is written by the next run there.
  for (let machine = 0; world.journal.machines > 1 && machine < world.journal.machines; machine++) {
    runs.push(await world.run(["status", "--json"]));
  }
  checkUnwritten(world, violate);
  // Under a clock that was an hour ahead an attempt may still count as busy at the first, but not for good.
  for (let hours = 0; hours === 0 || (hours < 2 && open(world).length > 0); hours++) {
    world.clock.pass(anHour);
    runs.push(await world.run(["reconcile", "--yes", "--json"]));
  }
  for (const { id, comment } of open(world)) {
    const attempt = world.known.get(id);
    if (attempt === undefined) continue;
    const legacy = world.orders.every(({ refNo }) => refNo !== attempt.number);
    const isRefund = attempt.kind !== "cancel";
    const shown = isRefund && showsEverything(world.habits) && !isMuddled(attempt.number, world);
    // A call that was pruned once cannot be made again: its category is forgotten with its comment.
    const repeatable = legacy && comment !== "";
    if (wasMade(world, attempt) && (repeatable || shown)) {
      violate("shown-but-unsettled", `${attempt.comment} of ${attempt.number}`);
    }
    runs.push(await sayWord(world, attempt, true));
    if (open(world).some((each) => each.id === id)) {
      // By chance just now is when the clock that was ahead thought that its process might still be at it.
      world.clock.pass(anHour);
      runs.push(await sayWord(world, attempt, true));
    }
    if (open(world).some((each) => each.id === id)) {
      violate("locked", `${attempt.comment} of ${attempt.number}: ${runs.at(-1)?.out ?? ""}`);
    }
  }
  const status = await askStatus(world, ["--refresh", "--all"], {}, violate);
  checkPaidTwice(status, world, violate);
  checkPaidOut(world, violate);
  const check = await world.run(["journal", "check", "--json"]);
  if (check.code !== 0 && !check.disturbed) violate("false-alarm", check.out);
  return [...runs, status, check];
}

function checkUnwritten({ disk, journal }: World, violate: Violate): void {
  for (let machine = 0; machine < journal.machines; machine++) {
    const folder = join(disk.dataOf(machine), "unwritten");
    const left = existsSync(folder) ? readdirSync(folder) : [];
    if (left.length > 0) violate("kept-for-good", left.join());
  }
}

function open(world: World) {
  return world.read().attempts.filter(({ outcome }) => outcome === null);
}
