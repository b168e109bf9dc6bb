import { type Attempt, isRefund } from "../../journal/attempt.ts";
import { safe, type SafeText } from "../../safe-text.ts";
import type { Choice } from "../../prompt/questions.ts";
import { openOrder } from "../order-page.ts";
import { whatItIs, whatToLookFor } from "./what-to-look-for.ts";
import type { Run } from "../run.ts";

/** What may be seen of a refund later, once it was accepted. */
const later = ["withdrawn", "paid-out"] as const;

/** What a person saw in the control panel. */
export type Word = "accepted" | "not-applied" | (typeof later)[number];

/** Accepted refunds are many, so an attempt that such a word is about is always named. */
export function isLaterWord(word: Word): boolean {
  return later.some((each) => each === word);
}

/**
 * The word of a person who has looked and confirmed it; null if there is none.
 * @param given on the command line: the word, and whether it was confirmed there
 * @param why the reason why nothing else settles the attempt
 */
export async function askPerson(
  attempt: Attempt,
  given: { readonly said: Word | null; readonly yes: boolean; readonly web: boolean },
  why: string,
  run: Run,
): Promise<Word | null> {
  const { orderPage } = run.settings;
  if (
    given.web &&
    run.talk.asks &&
    !given.yes &&
    orderPage !== null &&
    attempt.subject.api === "rpc6"
  ) {
    await openOrder(attempt.subject.number, orderPage, run);
  }
  const word = given.said ?? (await choose(attempt, why, run));
  if (word === null || given.yes) return word;
  const ask = await run.questions();
  const question = safe`Record the ${whatItIs(attempt)} (attempt ${attempt.id}) as ${word.replace("-", " ")}, on your word?${consequence(attempt, word)}`;
  return (await ask.yes(question)) ? word : null;
}

function consequence(attempt: Attempt, word: Word): string {
  if (word === "accepted") return "";
  if (word === "paid-out") return " It can then no longer be cancelled.";
  return isRefund(attempt) || word === "withdrawn"
    ? " The order can then be refunded again."
    : " The refund that was to be cancelled then counts as before.";
}

async function choose(attempt: Attempt, why: string, { talk, questions, settings }: Run) {
  if (!talk.asks) return null;
  const look = whatToLookFor(attempt, settings.orderPage, talk.screen);
  talk.show(safe`\n${attempt.id}: ${why}.\n${look}`);
  const ask = await questions();
  return ask.choice<Word | null>(safe`What does the control panel show?`, [
    { name: safe`I have not looked, or I am not sure: leave it open`, value: null },
    ...(isRefund(attempt) ? aboutRefund : aboutCancellation),
  ]);
}

type Words = readonly Choice<Word | null>[];

const said = (name: SafeText, value: Word): Choice<Word | null> => ({ name, value });

const aboutRefund: Words = [
  said(safe`The refund is there: accepted`, "accepted"),
  said(safe`The refund is not there, and none is pending: not applied`, "not-applied"),
];

const aboutCancellation: Words = [
  said(safe`The refund is cancelled or declined: withdrawn`, "withdrawn"),
  said(safe`The refund is there or paid out: not applied`, "not-applied"),
];
