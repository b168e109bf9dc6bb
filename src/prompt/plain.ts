import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";
import { safe, type SafeText, visibleLines, writeTo } from "../safe-text.ts";
import type { Asking, Choice, Questions } from "./questions.ts";
import { required } from "./required.ts";

/** One-line questions: nothing is redrawn, and choices have numbers. */
export function plainQuestions(
  context: Context,
  { signal }: Pick<Asking, "signal">,
): Omit<Questions, "secret"> {
  const say = (text: SafeText) => {
    writeTo(context.stderr, safe`${text}\n`);
  };
  /** Asks until the answer can be read. */
  const until = async <T>(message: SafeText, read: (text: string) => T | Complaint): Promise<T> => {
    for (;;) {
      const answer = read((await readLine(context, safe`${message} `, signal)).trim());
      if (!(answer instanceof Complaint)) return answer;
      say(visibleLines(answer.words));
    }
  };
  const choice = <T>(message: SafeText, choices: readonly Choice<T>[]): Promise<T> => {
    choices.forEach(({ name }, index) => {
      say(safe`${index + 1}. ${name}`);
    });
    return until(safe`${message} (1 to ${choices.length})`, (text) => {
      const named = choices.find(({ name }) => name.text.toLowerCase() === text.toLowerCase());
      const chosen = /^[0-9]+$/.test(text) ? choices[Number(text) - 1] : named;
      if (chosen === undefined) return new Complaint(`Type a number from 1 to ${choices.length}.`);
      return chosen.value;
    });
  };
  return {
    choice,
    search: choice,
    text: (message, { check = required, note, initial } = {}) => {
      const hint = note?.("");
      if (hint?.isEmpty === false) say(hint);
      const preset = initial === undefined ? "" : ` (${initial} if left empty)`;
      return until(safe`${message}${preset}`, (text) => {
        const answer = text === "" ? (initial ?? "") : text;
        const wrong = check(answer);
        return wrong === null ? answer : new Complaint(wrong);
      });
    },
    yes: async (message) => {
      // Anything typed before the question appeared is not an answer to it.
      await discardTyped(context);
      return until(safe`${message} (y or n; n if left empty)`, (text) => {
        if (/^(y|yes)$/i.test(text)) return true;
        return /^(n|no|)$/i.test(text) ? false : new Complaint("Type y or n.");
      });
    },
    quantities: async (message, { things, sum }) => {
      things.forEach(({ name, most }, index) => {
        say(safe`${index + 1}. ${name}${most > 1 ? `, ${most} pieces` : ""}`);
      });
      const picked = await until(
        safe`${message} (numbers, such as 1, 3; pieces after a colon, such as 2:1)`,
        (text) => {
          const quantities = parseQuantities(text, things);
          if (quantities === null)
            return new Complaint("Type numbers from the list, such as 1, 2:1.");
          const total = sum(quantities);
          return total.wrong ? new Complaint(total.text.text) : quantities;
        },
      );
      say(sum(picked).text);
      return picked;
    },
  };
}

/** What is wrong with an answer; a class, so that no answer can be mistaken for one. */
class Complaint {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

/** `1, 3:2`: all of the first, two of the third. Null if it is written differently. */
function parseQuantities(
  text: string,
  things: readonly { readonly most: number }[],
): readonly number[] | null {
  const picked = things.map(() => 0);
  for (const part of text.split(",")) {
    const { number, pieces } =
      /^ *(?<number>[0-9]+)(?::(?<pieces>[0-9]+))? *$/.exec(part)?.groups ?? {};
    const index = Number(number) - 1;
    const most = things[index]?.most;
    const quantity = pieces === undefined ? most : Number(pieces);
    if (most === undefined || quantity === undefined || quantity < 1 || quantity > most)
      return null;
    picked[index] = quantity;
  }
  return picked;
}

/** The longest time a terminal takes to hand over what was already typed. */
const handOverMs = 50;

/** Empties the terminal's input. */
async function discardTyped({ stdin }: Pick<Context, "stdin">): Promise<void> {
  const forget = () => undefined;
  stdin.on("data", forget);
  await setTimeout(handOverMs);
  stdin.off("data", forget);
  stdin.pause();
}

/** @throws Cancelled at the end of input, and when the run was stopped */
function readLine(
  { stdin, stderr }: Context,
  question: SafeText,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdin, output: stderr, terminal: false });
    let answered = false;
    const close = () => {
      lines.close();
    };
    lines.once("close", () => {
      signal.removeEventListener("abort", close);
      if (answered) return;
      // The next output must not follow the question on its line.
      writeTo(stderr, safe`\n`);
      reject(new Cancelled());
    });
    signal.addEventListener("abort", close);
    if (signal.aborted) close();
    else
      lines.question(question.text, (answer) => {
        answered = true;
        resolve(answer);
        lines.close();
      });
  });
}
