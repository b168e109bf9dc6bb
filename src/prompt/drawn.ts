import { confirm, password, search, select } from "@inquirer/prompts";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";
import { checkedText } from "./checked-text.ts";
import { quantityPicker } from "./quantity-picker.ts";
import type { Asking, Choice, Questions } from "./questions.ts";
import { required } from "./required.ts";
import { uncoloured } from "./uncoloured.ts";

/** As many choices as fit on a small terminal with their question. */
const pageSize = 10;

/** Questions that are redrawn at each key. */
export function drawnQuestions(context: Context, { signal, coloured }: Asking): Questions {
  const { stdin: input, stderr } = context;
  const output = coloured ? stderr : uncoloured(stderr);
  /** Ctrl-C, the end of input or the end of the run, while a question is open. */
  const ask = async <T>(prompt: (streams: Streams) => Promise<T>): Promise<T> => {
    const leaving = new AbortController();
    // At Ctrl-D and at the end of input, a prompt only stops reading and would never settle. A prompt that was
    // answered also stops reading, but it has settled by then.
    const stopped = () => {
      setImmediate(() => {
        leaving.abort();
      });
    };
    input.once("pause", stopped);
    try {
      return await prompt({ input, output, signal: AbortSignal.any([signal, leaving.signal]) });
    } catch (error) {
      if (error instanceof Error && leavingErrors.includes(error.name)) throw new Cancelled();
      throw error;
    } finally {
      input.off("pause", stopped);
    }
  };
  return {
    text: async (message, { check = required, note, initial } = {}) => {
      const answer = await ask((streams) =>
        checkedText({ message: message.text, check, note, initial }, streams),
      );
      return answer.trim();
    },
    secret: async (message) => {
      const validate = (text: string) => required(text.trim()) ?? true;
      const answer = await ask((streams) =>
        password({ message: message.text, mask: "*", validate }, streams),
      );
      return answer.trim();
    },
    yes: (message) => ask((streams) => confirm({ message: message.text, default: false }, streams)),
    choice: (message, choices) =>
      ask((streams) =>
        select(
          { message: message.text, choices: choices.map(drawnChoice), pageSize, loop: false },
          streams,
        ),
      ),
    search: (message, choices) => {
      let found = choices;
      const source = (term = "") => {
        const wanted = term.toLowerCase();
        found = choices.filter(({ name }) => name.text.toLowerCase().includes(wanted));
        return found.map(drawnChoice);
      };
      // If a term is pasted together with its Enter, the search has not run yet when Enter arrives.
      const validate = async (value: unknown) => {
        await new Promise((resolve) => setImmediate(resolve));
        return found.some((choice) => choice.value === value) || "Pick one from the list.";
      };
      return ask((streams) =>
        search({ message: message.text, pageSize, source, validate }, streams),
      );
    },
    quantities: (message, picking) =>
      ask((streams) => quantityPicker({ message: message.text, ...picking }, streams)),
  };
}

/** The library draws text unescaped. */
function drawnChoice<T>({ name, value }: Choice<T>) {
  return { name: name.text, value };
}

interface Streams {
  readonly input: Context["stdin"];
  readonly output: Context["stderr"];
  readonly signal: AbortSignal;
}

const leavingErrors = ["ExitPromptError", "AbortPromptError", "CancelPromptError"];
