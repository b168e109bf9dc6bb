import type { SettledOutcome } from "../../domain/attempt-outcome.ts";

/** What 2Checkout says about an attempt: either what settles it, or why nothing does, in words. */
export interface Finding {
  readonly settled: { readonly outcome: SettledOutcome; readonly evidence: string } | null;
  readonly nothing: string;
  /** What a person who decides was shown besides, to be kept with what they say. */
  readonly seen: string | null;
}
