import type { Context } from "../context.ts";

/** Tells at each key whether it was pasted. */
export interface Pasting {
  readonly isPasted: () => boolean;
  /** To be told before each question and after it. */
  readonly begun: () => void;
  readonly ended: () => void;
}

/** More than one line in one read: nobody types that fast, and some terminals do not say what is pasted. */
const severalLines = /\r(?!\n?$)|\n(?!$)/;

/** One for all questions at an input, because a long paste may outlast the question that it begins at. */
export function watchPasting(input: Context["stdin"]): Pasting {
  let isBracketed = false;
  let isAtEnd = false;
  let isSeveralLines = false;
  const read = (chunk: Buffer | string) => {
    isSeveralLines = severalLines.test(String(chunk));
  };
  const pressed = (_text: unknown, { name }: { readonly name?: string }) => {
    // The mark at the end still belongs to what is pasted.
    isBracketed = name === "paste-start" || (isBracketed && !isAtEnd);
    isAtEnd = name === "paste-end";
  };
  return {
    isPasted: () => isBracketed || isSeveralLines,
    begun: () => {
      // Before Node's own listener, which makes keys of what was read.
      input.prependListener("data", read);
      input.on("keypress", pressed);
    },
    ended: () => {
      input.off("data", read);
      input.off("keypress", pressed);
    },
  };
}
