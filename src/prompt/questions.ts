import type { SafeText } from "../safe-text.ts";

/** Every question goes to stderr, so that stdout holds nothing but the result. All throw Cancelled. */
export interface Questions {
  readonly text: (message: SafeText, answer?: TextAnswer) => Promise<string>;
  /** Never echoed. */
  readonly secret: (message: SafeText) => Promise<string>;
  /** The default answer is no. */
  readonly yes: (message: SafeText) => Promise<boolean>;
  readonly choice: <T>(message: SafeText, choices: readonly Choice<T>[]) => Promise<T>;
  /** A choice among many, narrowed by typing. */
  readonly search: <T>(message: SafeText, choices: readonly Choice<T>[]) => Promise<T>;
  /** How many of each. */
  readonly quantities: (message: SafeText, picking: Picking) => Promise<readonly number[]>;
}

export interface TextAnswer {
  /** What is wrong with an answer; null when it will do. Without it, any answer but an empty one will. */
  readonly check?: Check;
  /** Said about the answer while it is typed. */
  readonly note?: ((text: string) => SafeText) | undefined;
  /** Taken for an empty answer. */
  readonly initial?: string | undefined;
}

/** Null when the text will do, else what is wrong with it, which is escaped where it is shown. */
export type Check = (text: string) => string | null;

export interface Choice<T> {
  readonly name: SafeText;
  readonly value: T;
}

/** Things of which some are picked. */
export interface Picking {
  readonly things: readonly { readonly name: SafeText; readonly most: number }[];
  /** What so many of each come to; `wrong` when they may not be picked. */
  readonly sum: (quantities: readonly number[]) => {
    readonly text: SafeText;
    readonly wrong: boolean;
  };
}

export interface Asking {
  /** Aborted when the run was stopped: no question may outlive it. */
  readonly signal: AbortSignal;
  readonly coloured: boolean;
}
