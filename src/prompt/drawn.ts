import { confirm, password, search, select } from "@inquirer/prompts";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";
import { checkedText } from "./checked-text.ts";
import { quantityPicker } from "./quantity-picker.ts";
import { type Asking, type Questions, required } from "./questions.ts";
import { uncoloured } from "./uncoloured.ts";

/** As many choices as fit beside their question on a small terminal. */
const pageSize = 10;

/** Questions that are drawn anew at each key. */
export function drawnQuestions(context: Context, { signal, coloured }: Asking): Questions {
  const output = coloured ? context.stderr : uncoloured(context.stderr);
  const streams = { input: context.stdin, output, signal };
  return {
    text: async (message, { check = required, note, initial } = {}) =>
      (await ask(checkedText({ message, check, note, initial }, streams))).trim(),
    secret: (message) =>
      ask(password({ message, mask: "*", validate: (text) => required(text) ?? true }, streams)),
    yes: (message) => ask(confirm({ message, default: false }, streams)),
    choice: (message, choices) =>
      ask(select({ message, choices: [...choices], pageSize, loop: false }, streams)),
    search: (message, choices) => {
      let found = choices;
      const source = (term = "") => {
        found = choices.filter(({ name }) => name.toLowerCase().includes(term.toLowerCase()));
        return found;
      };
      // A term that is pasted together with its Enter is not yet searched for when Enter is heard.
      const validate = async (value: unknown) => {
        await new Promise((resolve) => setImmediate(resolve));
        return found.some((choice) => choice.value === value) || "Pick one of the list.";
      };
      return ask(search({ message, pageSize, source, validate }, streams));
    },
    quantities: (message, picking) => ask(quantityPicker({ message, ...picking }, streams)),
  };
}

/** Ctrl-C, the end of input, or the end of the run, at a question. */
async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt|CancelPrompt)Error$/.test(error.name)) {
      throw new Cancelled();
    }
    throw error;
  }
}
