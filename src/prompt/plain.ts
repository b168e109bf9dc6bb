import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";
import { nothing, safe, type SafeText, visibleLines, writeTo } from "../safe-text.ts";
import type { Asking, Choice, Picked, Picking, Questions } from "./questions.ts";
import { required } from "./required.ts";
import { WentBack } from "./went-back.ts";

/** Questions of one line each: nothing is drawn twice, what is chosen has a number, and `<` goes back. */
export function plainQuestions(
  context: Context,
  { signal }: Pick<Asking, "signal">,
  secret: Questions["secret"],
): Questions {
  const say = (text: SafeText) => {
    writeTo(context.stderr, safe`${text}\n`);
  };
  const typed = new Map<string, string>();

  const questionsWith = (back: boolean): Questions => {
    const hint = back ? safe` (< goes back)` : nothing;
    /** Asks until the answer can be read. */
    const until = async <T>(
      message: SafeText,
      read: (text: string) => T | Complaint,
      mayBeLong = false,
    ): Promise<T> => {
      for (;;) {
        const lines = await readLines(context, safe`${message}${hint} `, signal);
        const text = lines.join("\n").trim();
        if (back && text === "<") throw new WentBack();
        const answer =
          lines.length > 1 && !mayBeLong
            ? new Complaint(`That was ${lines.length} lines at once. Type one.`)
            : read(text);
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
        if (chosen === undefined)
          return new Complaint(`Type a number from 1 to ${choices.length}.`);
        return chosen.value;
      });
    };
    return {
      choice,
      search: choice,
      secret,
      text: (message, { check = required, note, initial, lines = false } = {}) => {
        const remark = note?.("");
        if (remark?.isEmpty === false) say(remark);
        const before = typed.get(message.text) ?? "";
        const empty = before === "" ? initial : before;
        const none = before === "" ? nothing : safe`; - for none`;
        const preset = empty === undefined ? "" : safe` (${empty} if left empty${none})`;
        return until(
          safe`${message}${preset}`,
          (text) => {
            const given = before !== "" && text === "-" ? "" : text === "" ? (empty ?? "") : text;
            typed.set(message.text, given);
            const wrong = check(given);
            return wrong === null ? given : new Complaint(wrong);
          },
          lines,
        );
      },
      yes: async (message) => {
        // What was typed before the question was there is no answer to what it shows.
        await discardTyped(context);
        return until(safe`${message} (y or n; n if left empty)`, (text) => {
          if (/^(y|yes)$/i.test(text)) return true;
          return /^(n|no|)$/i.test(text) ? false : new Complaint("Type y or n.");
        });
      },
      quantities: async (message, picking) => {
        picking.things.forEach(({ name, most }, index) => {
          const [price = ""] = picking.cells(index, { quantity: 0, amount: null });
          say(safe`${index + 1}. ${name}, ${price}${most > 1 ? `, ${most} pieces` : ""}`);
        });
        const how = safe`numbers, such as 1, 3; pieces after a colon, such as 2:1; an amount after that, such as 2:1:9.50`;
        const picked = await until(safe`${message} (${how})`, (text) => {
          const quantities = parseQuantities(text, picking);
          if (quantities instanceof Complaint) return quantities;
          const total = picking.sum(quantities);
          return total.wrong ? new Complaint(total.text.text) : quantities;
        });
        say(picking.sum(picked).text);
        return picked;
      },
      withBack: () => questionsWith(true),
      takeBack: () => undefined,
      leaveAnswers: () => undefined,
    };
  };
  return questionsWith(false);
}

/** What is wrong with an answer; a class, so that no answer can be taken for one. */
class Complaint {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

/** `1, 3:2`: the first wholly, two of the third; `3:2:9.50`: two for that amount. */
function parseQuantities(text: string, picking: Picking): readonly Picked[] | Complaint {
  const picked: Picked[] = picking.things.map(() => ({ quantity: 0, amount: null }));
  for (const part of text.split(",")) {
    const { number, pieces, amount } =
      /^ *(?<number>[0-9]+)(?::(?<pieces>[0-9]+)(?::(?<amount>[^:]+))?)? *$/.exec(part)?.groups ??
      {};
    const index = Number(number) - 1;
    const most = picking.things[index]?.most;
    const quantity = pieces === undefined ? most : Number(pieces);
    if (most === undefined || quantity === undefined || quantity < 1 || quantity > most)
      return new Complaint("Type numbers of the list, such as 1, 2:1.");
    const wrong = amount === undefined ? null : picking.ownAmount(index, amount);
    if (wrong !== null) return new Complaint(wrong);
    picked[index] = { quantity, amount: amount?.trim() ?? null };
  }
  return picked;
}

/** So long a terminal takes at most to hand over what was typed already. */
const handOverMs = 50;

/** Empties the terminal's input. */
async function discardTyped({ stdin }: Pick<Context, "stdin">): Promise<void> {
  const forget = () => undefined;
  stdin.on("data", forget);
  await setTimeout(handOverMs);
  stdin.off("data", forget);
  stdin.pause();
}

/**
 * The line that is typed; what is pasted may be several.
 * @throws Cancelled at the end of input, and when the run was stopped
 */
function readLines(
  { stdin, stderr }: Context,
  question: SafeText,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({ input: stdin, output: stderr, terminal: false });
    const lines: string[] = [];
    const close = () => {
      reader.close();
    };
    reader.once("close", () => {
      signal.removeEventListener("abort", close);
      if (lines.length > 0 && !signal.aborted) {
        resolve(lines);
        return;
      }
      // What is said next shall not stand behind the question.
      writeTo(stderr, safe`\n`);
      reject(new Cancelled());
    });
    reader.on("line", (line) => {
      lines.push(line);
      // A terminal hands over what was pasted a line at a time.
      if (lines.length === 1) void setTimeout(handOverMs).then(close);
    });
    signal.addEventListener("abort", close);
    if (signal.aborted) close();
    else {
      reader.setPrompt(question.text);
      reader.prompt();
    }
  });
}
