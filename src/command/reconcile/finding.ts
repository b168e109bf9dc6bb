import type { SettledOutcome } from "../../journal/attempt.ts";

/** What 2Checkout tells of an attempt: either what settles it, or in words why nothing does. */
export interface Finding {
  readonly settled: { readonly outcome: SettledOutcome; readonly evidence: string } | null;
  readonly nothing: string;
  /** What a person who decides was shown besides, to be kept with what they say. */
  readonly seen: string | null;
}
