import { cancelledBy, entryOf, isWaiting } from "../known-attempts.ts";
import type { Ran, World } from "../world.ts";
import type { Step } from "./step.ts";

/** A person says of an accepted refund that it is withdrawn, having looked or, if careless, not. */
export function withdrawStep(which: number, honest: boolean): Step {
  return {
    name: "withdraw",
    perform: async (world) => {
      const waiting = world.read().attempts.filter(isWaiting);
      const fit = waiting.filter(({ id }) => {
        const entry = entryOf(id, world.service.calls());
        return (entry?.undone === null) !== honest;
      });
      const attempt = fit[which % Math.max(1, fit.length)];
      return attempt === undefined ? [] : [await sayWithdrawn(world, attempt.id, honest)];
    },
  };
}

/** What a person sees in the control panel of an open cancellation, or the opposite of it. */
export async function sayOfCancellation(world: World, id: string, honest: boolean): Promise<Ran> {
  world.read();
  const meant = world.known.get(id)?.cancels ?? null;
  const { calls, cancels } = world.service;
  const entry = meant === null ? null : entryOf(meant, calls());
  const isCancelled = entry === null ? cancelledBy(id, cancels()) !== null : entry.undone !== null;
  if (isCancelled === honest) return sayWithdrawn(world, id, honest);
  const ran = await world.run(["reconcile", id, "--not-applied", "--yes", "--json"]);
  world.read();
  const now = world.known.get(id);
  if (ran.code === 0 && now?.settledBy === "person") now.untrueWord = !honest;
  return ran;
}

async function sayWithdrawn(world: World, id: string, honest: boolean): Promise<Ran> {
  const ran = await world.run(["reconcile", id, "--withdrawn", "--yes", "--json"]);
  world.read();
  const said = world.known.get(id);
  const meant = world.known.get(said?.cancels ?? "");
  for (const attempt of [said, meant]) {
    if (ran.code !== 0 || attempt?.settledBy !== "person") continue;
    attempt.saidWithdrawn = true;
    attempt.untrueWord = !honest;
  }
  return ran;
}
