import type { SafeText, Showable } from "../safe-text.ts";
import type { Screen } from "../render/screen.ts";

/**
 * Every question goes to stderr, so that stdout holds nothing but the result. All throw Cancelled. A question
 * that is asked again begins with what was typed at it before.
 */
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
  readonly quantities: (message: SafeText, picking: Picking) => Promise<readonly Picked[]>;
  /** The same questions, at which Esc throws WentBack. */
  readonly withBack: () => Questions;
  /** Takes the last answer off the screen, where it is the last thing there. */
  readonly takeBack: () => void;
  /** Lets the answers so far stand, because something else was shown below them. */
  readonly leaveAnswers: () => void;
}

export interface TextAnswer {
  /** What is wrong with an answer; null when it will do. Without it, any answer but an empty one will. */
  readonly check?: Check;
  /** Said about the answer while it is typed. */
  readonly note?: ((text: string) => SafeText) | undefined;
  /** Taken for an empty answer. */
  readonly initial?: string | undefined;
  /** Several lines may be typed or pasted. */
  readonly lines?: boolean;
}

/** Null when the text will do, else what is wrong with it, which is escaped where it is shown. */
export type Check = (text: string) => string | null;

export interface Choice<T> {
  readonly name: SafeText;
  readonly value: T;
}

/** So much of one thing. */
export interface Picked {
  readonly quantity: number;
  /** An amount of its own, as it was typed; null for what the quantity comes to. */
  readonly amount: string | null;
}

/** Things of which some are picked. */
export interface Picking {
  readonly things: readonly { readonly name: SafeText; readonly most: number }[];
  /** What stands behind a thing's name, a cell a column, each to the right: its price, what is picked of it. */
  readonly cells: (index: number, picked: Picked) => readonly Showable[];
  /** What is wrong with an amount of its own for a thing. */
  readonly ownAmount: (index: number, text: string) => string | null;
  /** What so much of each comes to; `wrong` when it may not be picked. */
  readonly sum: (picked: readonly Picked[]) => {
    readonly text: SafeText;
    readonly wrong: boolean;
  };
  /** The answer in words, once it is given. */
  readonly summary: (picked: readonly Picked[]) => SafeText;
}

export interface Asking {
  /** Aborted when the run was stopped: no question may outlive it. */
  readonly signal: AbortSignal;
  /** How stderr shows text. */
  readonly screen: Screen;
}
