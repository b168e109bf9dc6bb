import { createInterface } from "node:readline";
import { createPromptModule } from "inquirer";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";
import { nothing, type SafeText } from "../safe-text.ts";
import { type LineQuestion, linePrompt } from "./line-prompt.ts";
import { type ListQuestion, listPrompt } from "./list-prompt.ts";
import type { Look } from "./look.ts";
import { watchPasting } from "./pasting.ts";
import { type PickerQuestion, pickerPrompt } from "./picker-prompt.ts";
import { promptOutput } from "./prompt-output.ts";
import type { Asking, Choice, Picked, Questions } from "./questions.ts";
import { required } from "./required.ts";
import { WentBack } from "./went-back.ts";
import { type YesQuestion, yesPrompt } from "./yes-prompt.ts";

/** The kinds of question, as the library knows them. */
// A type, because the library asks for an index, which an interface has not.
type Prompts = {
  readonly line: LineQuestion;
  readonly list: ListQuestion;
  readonly picker: PickerQuestion;
  readonly yes: YesQuestion;
};

/** So long an Esc may be the beginning of an arrow key; Node's own half second is felt. */
const escapeMs = 100;

/** Questions that are drawn anew at each key. */
export function drawnQuestions(context: Context, { signal, screen }: Asking): Questions {
  const { stdin: input, stderr } = context;
  const output = promptOutput(stderr, () => screen.columns);
  const pasting = watchPasting(input);
  const typed = {
    texts: new Map<string, string>(),
    places: new Map<string, number>(),
    picks: new Map<string, readonly Picked[]>(),
  };
  let isFirst = true;
  const { platform } = context.versions;
  // Must run before Node's own listener, which suspends the program, though not on Windows.
  const pressed = (_text: unknown, key: { readonly ctrl?: boolean; readonly name?: string }) => {
    if (key.ctrl === true && key.name === "z" && !platform.startsWith("win32")) output.suspended();
  };

  const ask = async <T>(
    question: (module: ReturnType<typeof moduleOf>) => Promise<{ readonly answer: T | null }>,
  ): Promise<T> => {
    if (isFirst) hearEscape(input);
    isFirst = false;
    const leaving = new AbortController();
    // At Ctrl-D and at the end of input a prompt only stops reading and would never settle. One that was
    // answered stops reading as well, but has settled by then.
    const stopped = () => {
      setImmediate(() => {
        // After Ctrl-Z it reads on.
        if (input.isPaused()) leaving.abort();
      });
    };
    input.on("pause", stopped);
    input.on("keypress", pressed);
    pasting.begun();
    const streams = {
      input,
      output: output.begun(),
      signal: AbortSignal.any([signal, leaving.signal]),
    };
    let answered: boolean | null = null;
    try {
      const { answer } = await question(moduleOf(streams));
      answered = answer !== null;
      if (answer === null) throw new WentBack();
      return answer;
    } catch (error) {
      if (error instanceof Error && leavingErrors.includes(error.name)) throw new Cancelled();
      throw error;
    } finally {
      input.off("pause", stopped);
      input.off("keypress", pressed);
      pasting.ended();
      output.ended(answered);
    }
  };

  const questionsWith = (back: boolean): Questions => {
    const look = (question: SafeText): Look => ({
      message: question.text,
      question,
      screen,
      back,
      isPasted: pasting.isPasted,
      resized: output.resized,
      continued: output.continued,
    });
    const line = (question: SafeText, rest: Omit<LineQuestion, keyof Look>) =>
      ask<string>((module) => module({ type: "line", name: "answer", ...look(question), ...rest }));
    const list = async <T>(
      question: SafeText,
      choices: readonly Choice<T>[],
      narrows: boolean,
    ): Promise<T> => {
      const key = question.text;
      const place = await ask<number>((module) =>
        module({
          type: "list",
          name: "answer",
          ...look(question),
          names: choices.map(({ name }) => name),
          narrows,
          kept: typed.places.get(key) ?? 0,
          keep: (index) => void typed.places.set(key, index),
        }),
      );
      const chosen = choices[place];
      if (chosen === undefined) throw new Error("What was picked is not in the list.");
      return chosen.value;
    };
    return {
      text: (question, { check = required, note, initial, lines = false } = {}) =>
        line(question, {
          check,
          note: note ?? (() => nothing),
          initial: initial ?? null,
          lines,
          masked: false,
          kept: typed.texts.get(question.text) ?? "",
          keep: (text) => void typed.texts.set(question.text, text),
        }),
      secret: (question) =>
        line(question, {
          check: required,
          note: () => nothing,
          initial: null,
          lines: false,
          masked: true,
          kept: "",
          keep: () => undefined,
        }),
      yes: (question) =>
        ask<boolean>((module) => module({ type: "yes", name: "answer", ...look(question) })),
      choice: (question, choices) => list(question, choices, false),
      search: (question, choices) => list(question, choices, true),
      quantities: (question, picking) =>
        ask<readonly Picked[]>((module) =>
          module({
            type: "picker",
            name: "answer",
            ...look(question),
            picking,
            kept:
              typed.picks.get(question.text) ??
              picking.things.map(() => ({ quantity: 0, amount: null })),
            keep: (picked) => void typed.picks.set(question.text, picked),
          }),
        ),
      withBack: () => questionsWith(true),
      takeBack: output.takeBack,
      leaveAnswers: output.leaveAnswers,
    };
  };
  return questionsWith(false);
}

function moduleOf(streams: {
  readonly input: Context["stdin"];
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}) {
  const module = createPromptModule<Prompts>(streams);
  module.registerPrompt("line", linePrompt);
  module.registerPrompt("list", listPrompt);
  module.registerPrompt("picker", pickerPrompt);
  module.registerPrompt("yes", yesPrompt);
  return module;
}

/** The first line editor at an input says for all later ones how long a lone Esc is waited for. */
function hearEscape(input: Context["stdin"]): void {
  createInterface({ input, terminal: true, escapeCodeTimeout: escapeMs }).close();
}

const leavingErrors = ["ExitPromptError", "AbortPromptError", "CancelPromptError"];
