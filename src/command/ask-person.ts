import type { Attempt } from "../journal/attempt.ts";
import { whatToLookFor } from "../render/what-to-look-for.ts";
import type { ReconcileInput } from "./reconcile.ts";
import type { Run } from "./run.ts";

/** At a terminal, the agent who has looked in the control panel. */
export async function askPerson(
  attempt: Attempt,
  nothing: string,
  run: Run,
): Promise<"accepted" | "not-applied" | null> {
  if (!run.talk.asks) return null;
  run.talk.show(`\n${attempt.id}: ${nothing}.\n${whatToLookFor(attempt)}`);
  const ask = await run.questions();
  return ask.choice("What does the control panel show?", [
    { name: "I have not looked, or I am not sure: leave it open", value: null },
    { name: "The refund is there: accepted", value: "accepted" as const },
    { name: "The refund is not there, and none is pending: not applied", value: "not-applied" },
  ]);
}

/** Whether a person stands by that word. */
export async function confirmed(
  attempt: Attempt,
  said: "accepted" | "not-applied",
  { yes }: ReconcileInput,
  run: Run,
): Promise<boolean> {
  if (yes) return true;
  const ask = await run.questions();
  const then = said === "not-applied" ? " The order can then be refunded again." : "";
  return ask.yes(`Record attempt ${attempt.id} as ${said}, on your word?${then}`);
}
