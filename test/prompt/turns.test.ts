import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Questions } from "../../src/prompt/questions.ts";
import { inTurn, type Turn } from "../../src/prompt/turns.ts";
import { safe } from "../../src/safe-text.ts";
import { WentBack } from "../../src/prompt/went-back.ts";

type Said = readonly (string | null)[];

/** A person who answers each question with the next of these words; `<` is Esc. */
function personWith(words: readonly string[]) {
  const left = [...words];
  const log: string[] = [];
  const questions = (back: boolean): Questions => {
    const nobody = () => Promise.reject(new Error("nobody asks that here"));
    return {
      text: ({ text }) => {
        log.push(`${text}${back ? "" : " (first)"}`);
        const word = left.shift();
        if (word === undefined) return Promise.reject(new Error("left"));
        return word === "<" ? Promise.reject(new WentBack()) : Promise.resolve(word);
      },
      secret: nobody,
      yes: nobody,
      choice: nobody,
      search: nobody,
      quantities: nobody,
      withBack: () => questions(true),
      takeBack: () => void log.push("taken back"),
      leaveAnswers: () => undefined,
    };
  };
  return { ask: () => Promise.resolve(questions(false)), log, left };
}

/** Questions with these names; one that is in capitals is not asked, because it is known. */
function turnsOf(names: readonly string[]): readonly Turn<Said>[] {
  return names.map((name, at) => async (said: Said, ask) => {
    const word = name === name.toUpperCase() ? name : await (await ask()).text(safe`${name}`);
    return said.map((each, index) => (index === at ? word : each));
  });
}

async function played(names: readonly string[], words: readonly string[], from = 0) {
  const person = personWith(words);
  const turns = inTurn(turnsOf(names), person.ask);
  const said = await turns.from(
    from,
    names.map(() => null),
  );
  return { said, log: person.log, last: turns.last(), turns, person };
}

test("each question is asked once, in its order, and only from the second on can one go back", async () => {
  const { said, log, last } = await played(["a", "b", "c"], ["1", "2", "3"]);
  expect(said).toEqual(["1", "2", "3"]);
  expect(log).toEqual(["a (first)", "b", "c"]);
  expect(last).toBe(2);
});

test("Esc leads to the question before, whose answer is taken off the screen", async () => {
  const { said, log } = await played(["a", "b", "c"], ["1", "2", "<", "two", "3"]);
  expect(said).toEqual(["1", "two", "3"]);
  expect(log).toEqual(["a (first)", "b", "c", "taken back", "b", "c"]);
});

test("what is known already is passed over on the way back, too", async () => {
  const { said, log, last } = await played(["a", "B", "c"], ["1", "<", "one", "3"]);
  expect(said).toEqual(["one", "B", "3"]);
  expect(log).toEqual(["a (first)", "c", "taken back", "a (first)", "c"]);
  expect(last).toBe(2);
});

test("Esc at the first question there is goes back further than these", async () => {
  await expect(played(["A", "b"], ["<"])).rejects.toBeInstanceOf(WentBack);
});

test("where nothing had to be asked there is no last question", async () => {
  expect((await played(["A", "B"], [])).last).toBe(null);
});

test("asked again from a place, the questions before it can still be gone back to", async () => {
  const { turns, person, said } = await played(["a", "b"], ["1", "2", "<", "one", "two"]);
  expect(await turns.from(1, said)).toEqual(["one", "two"]);
  expect(person.log.slice(2)).toEqual(["b", "taken back", "a (first)", "b"]);
});

test("any other failure ends the questions", async () => {
  await expect(played(["a", "b"], ["1"])).rejects.toThrow("left");
});

test("however often somebody goes back, each question ends with its last answer", async () => {
  const names = fc.array(fc.constantFrom("q", "K"), { minLength: 1, maxLength: 6 });
  const words = fc.array(fc.constantFrom("x", "y", "<"), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(names, words, async (kinds, typed) => {
      const all = kinds.map((kind, at) => `${kind}${at}`);
      const asked = all.filter((name) => name !== name.toUpperCase());
      // An oracle: a stack of answers.
      const stack: string[] = [];
      let used = 0;
      let end: "done" | "back" | "left" = asked.length === 0 ? "done" : "left";
      for (const word of typed) {
        if (stack.length === asked.length) break;
        used += 1;
        if (word !== "<") stack.push(word);
        else if (stack.pop() === undefined) {
          end = "back";
          break;
        }
        if (stack.length === asked.length) end = "done";
      }
      const playing = played(all, typed);
      if (end === "back") {
        await expect(playing).rejects.toBeInstanceOf(WentBack);
        return;
      }
      if (end === "left") {
        await expect(playing).rejects.toThrow("left");
        return;
      }
      const { said, person } = await playing;
      expect(said.filter((_, at) => asked.includes(all[at] ?? ""))).toEqual(stack);
      expect(person.left).toEqual(typed.slice(used));
    }),
  );
});
