import type { Problem } from "../domain/problem.ts";

/**
 * The result of one request that may have moved money. Each dialect makes one of these from each answer;
 * the code that issues the refund decides what follows from it.
 */
export type Settlement =
  | { readonly tag: "accepted"; readonly warnings: readonly Problem[] }
  /** The API itself says that it was already refunded. */
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
      /** The `Retry-After` header, if the service asked for time. */
      readonly retryAfter: string | null;
    }
  /** The credentials were rejected: nothing was done. */
  | { readonly tag: "credentials"; readonly problem: Problem }
  /** No byte left this machine. */
  | { readonly tag: "not-sent"; readonly problem: Problem }
  /** It may have been done. */
  | { readonly tag: "unknown"; readonly problem: Problem };

/** The result of a call that moves no money. */
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
