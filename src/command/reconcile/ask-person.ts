import type { Attempt } from "../../journal/attempt.ts";
import { safe } from "../../safe-text.ts";
import { whatToLookFor } from "./what-to-look-for.ts";
import type { Run } from "../run.ts";

/** What a person saw in the control panel. */
export type Word = "accepted" | "not-applied";

/**
 * The word of a person who has looked and confirmed it; null if there is none.
 * @param given on the command line: the word, and whether it was confirmed there
 * @param why the reason why nothing else settles the attempt
 */
export async function askPerson(
  attempt: Attempt,
  given: { readonly said: Word | null; readonly yes: boolean },
  why: string,
  run: Run,
): Promise<Word | null> {
  const word = given.said ?? (await choose(attempt, why, run));
  if (word === null || given.yes) return word;
  const ask = await run.questions();
  const then = word === "not-applied" ? " The order can then be refunded again." : "";
  const question = safe`Record attempt ${attempt.id} as ${word}, on your word?${then}`;
  return (await ask.yes(question)) ? word : null;
}

async function choose(attempt: Attempt, why: string, { talk, questions }: Run) {
  if (!talk.asks) return null;
  talk.show(safe`\n${attempt.id}: ${why}.\n${whatToLookFor(attempt)}`);
  const ask = await questions();
  return ask.choice<Word | null>(safe`What does the control panel show?`, [
    { name: safe`I have not looked, or I am not sure: leave it open`, value: null },
    { name: safe`The refund is there: accepted`, value: "accepted" },
    { name: safe`The refund is not there, and none is pending: not applied`, value: "not-applied" },
  ]);
}
