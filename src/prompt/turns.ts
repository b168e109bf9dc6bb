import type { Questions } from "./questions.ts";
import { WentBack } from "./went-back.ts";

/**
 * One question of several, of which the agent can go back to the one before. It is given what is known so far
 * and gives what is known then; it calls `ask` only if it has to ask.
 */
export type Turn<T> = (known: T, ask: () => Promise<Questions>) => Promise<T>;

/** The questions that were asked, by their places, so that Esc leads to the one before. */
export interface Turns<T> {
  /** Asks from a place on. @throws WentBack at the first question there is */
  readonly from: (place: number, known: T) => Promise<T>;
  /** The question before those that follow the turns. Null if none of the turns asked anything. */
  readonly last: () => number | null;
}

/** @param hasBefore whether Esc at the first question leads somewhere, as whoever catches WentBack decides */
export function inTurn<T>(
  turns: readonly Turn<T>[],
  questions: () => Promise<Questions>,
  { hasBefore = false }: { readonly hasBefore?: boolean } = {},
): Turns<T> {
  let asked: readonly number[] = [];
  return {
    last: () => asked.at(-1) ?? null,
    from: async (place, start) => {
      asked = asked.filter((earlier) => earlier < place);
      let known = start;
      for (let at = place; at < turns.length;) {
        const turn = { isAsked: false };
        const ask = async () => {
          turn.isAsked = true;
          const all = await questions();
          return hasBefore || asked.length > 0 ? all.withBack() : all;
        };
        try {
          known = (await turns[at]?.(known, ask)) ?? known;
        } catch (error) {
          const before = asked.at(-1);
          if (!(error instanceof WentBack) || before === undefined) throw error;
          (await questions()).takeBack();
          asked = asked.slice(0, -1);
          at = before;
          continue;
        }
        if (turn.isAsked) asked = [...asked, at];
        at += 1;
      }
      return known;
    },
  };
}
