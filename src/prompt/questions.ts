import { checkbox, confirm, input, password, select } from "@inquirer/prompts";
import type { Context } from "../context.ts";
import { Cancelled } from "../failure.ts";

/** Every question goes to stderr, so that stdout holds nothing but the result. */
export interface Questions {
  readonly text: (message: string, check?: Check, initial?: string) => Promise<string>;
  readonly secret: (message: string) => Promise<string>;
  /** The default answer is no. */
  readonly yes: (message: string) => Promise<boolean>;
  readonly choice: <T>(message: string, choices: readonly Choice<T>[]) => Promise<T>;
  /** At least one. */
  readonly choices: <T>(message: string, choices: readonly Choice<T>[]) => Promise<readonly T[]>;
}

/** Null when the text will do, else what is wrong with it. */
export type Check = (text: string) => string | null;

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

export function createQuestions(context: Context): Questions {
  const streams = { input: context.stdin, output: context.stderr };
  return {
    text: async (message, check = required, initial) => {
      const validate = (text: string) => check(text.trim()) ?? true;
      const preset = initial === undefined ? {} : { default: initial };
      const text = await ask(input({ message, validate, ...preset }, streams));
      return text.trim();
    },
    secret: (message) =>
      ask(password({ message, mask: true, validate: (text) => required(text) ?? true }, streams)),
    yes: (message) => ask(confirm({ message, default: false }, streams)),
    choice: (message, choices) => ask(select({ message, choices: [...choices] }, streams)),
    choices: (message, choices) =>
      ask(checkbox({ message, choices: [...choices], required: true }, streams)),
  };
}

function required(text: string): string | null {
  return text === "" ? "Please give an answer." : null;
}

/** Ctrl-C, or the end of input, at a question. */
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
