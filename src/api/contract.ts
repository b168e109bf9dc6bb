import type { Problem } from "../domain/problem.ts";

/**
 * What came of one request that may have moved money. Each dialect makes one of these from each answer;
 * what follows from it is decided where the refund is issued, not here.
 */
export type Settlement =
  | { readonly tag: "accepted"; readonly warnings: readonly Problem[] }
  /** The API's own word that what was asked for is already so. */
  | { readonly tag: "already-refunded"; readonly problem: Problem }
  /** A refusal the vendor documents: nothing was done. */
  | { readonly tag: "refused"; readonly problem: Problem }
  /** A well-formed error the vendor does not document: probably nothing was done. */
  | { readonly tag: "refused-undocumented"; readonly problem: Problem }
  /** FALSE: no reason given; probably nothing was done. */
  | { readonly tag: "not-accepted"; readonly problem: Problem }
  /** The answer proves that nothing was done, and the same request may be accepted later. */
  | {
      readonly tag: "nothing-done";
      readonly problem: Problem;
      /** The `Retry-After` header, where the service asked for time. */
      readonly retryAfter: string | null;
    }
  /** The credentials were rejected: nothing was done. */
  | { readonly tag: "credentials"; readonly problem: Problem }
  /** No byte left this machine. */
  | { readonly tag: "not-sent"; readonly problem: Problem }
  /** It may have been done. */
  | { readonly tag: "unknown"; readonly problem: Problem };

/** What came of a call that moves no money. */
export type Reading<T> =
  | { readonly tag: "read"; readonly value: T }
  | { readonly tag: "failed"; readonly failure: ReadFailure };

export interface ReadFailure {
  /** `refused`: the API said no; `credentials`: wrong key or clock; `unreachable`: no usable answer. */
  readonly tag: "refused" | "credentials" | "unreachable";
  readonly problem: Problem;
}

export function failed(
  tag: ReadFailure["tag"],
  problem: Problem,
): { tag: "failed"; failure: ReadFailure } {
  return { tag: "failed", failure: { tag, problem } };
}
