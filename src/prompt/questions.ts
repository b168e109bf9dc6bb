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
  /** What is wrong with an answer; null if nothing is. Without this, any answer but an empty one is fine. */
  readonly check?: Check;
  /** A note about the answer while the user types it. */
  readonly note?: ((text: string) => SafeText) | undefined;
  /** Used for an empty answer. */
  readonly initial?: string | undefined;
}

/** Null if the text is fine, else what is wrong with it, which is escaped where it is shown. */
export type Check = (text: string) => string | null;

export interface Choice<T> {
  readonly name: SafeText;
  readonly value: T;
}

/** Things to pick from. */
export interface Picking {
  readonly things: readonly { readonly name: SafeText; readonly most: number }[];
  /** The total of these quantities; `wrong` if they must not be picked. */
  readonly sum: (quantities: readonly number[]) => {
    readonly text: SafeText;
    readonly wrong: boolean;
  };
}

export interface Asking {
  /** Aborted when the run is stopped: no question may outlive it. */
  readonly signal: AbortSignal;
  readonly coloured: boolean;
}
