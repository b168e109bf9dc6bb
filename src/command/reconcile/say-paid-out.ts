import { UsageError } from "../../failure.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Run } from "../run.ts";
import { askPerson } from "./ask-person.ts";

/**
 * Keeps a person's word that an accepted refund was paid out: nothing else ever shows it of a legacy line item, and
 * often not of a part of an order. Returns in words what the attempt rests on.
 * @throws UsageError where it was withdrawn meanwhile
 */
export async function sayPaidOut(
  attempt: Attempt,
  { yes, web }: { readonly yes: boolean; readonly web: boolean },
  run: Run,
  journal: Journal,
): Promise<string> {
  const { id } = attempt;
  const word = await askPerson(attempt, { said: "paid-out", yes, web }, "it is accepted", run);
  if (word === null) return "not called paid out";
  const { who, now } = run.context;
  await journal.markProcessed([id], { at: now(), by: "person" });
  if ((await journal.find(id))?.processed === null) {
    const see = run.talk.nextCommand(`history ${id}`).text;
    throw new UsageError(
      `Attempt ${id} is no longer accepted. --paid-out was not recorded. See: ${see}`,
    );
  }
  return `paid out, said by ${who.user}@${who.host}`;
}
