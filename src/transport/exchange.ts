import type { Moment } from "../clocks.ts";

/** One HTTP request of either API. */
export interface HttpRequest {
  /** Left out: POST. The legacy API is read by GET; HEAD only sees whether anybody is there. */
  readonly method?: "GET" | "HEAD";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Texts that must not appear in a trace: keys, sessions, hashes. */
  readonly secrets: readonly string[];
  /** The answer is itself a secret (a session) and is left out of a trace. */
  readonly answerIsSecret: boolean;
}

/**
 * The three possible results of a request.
 * - `response`: a whole HTTP answer of any status.
 * - `not-sent`: proof that no byte of the request left this machine.
 * - `unknown`: some of it may have left, and there is no whole answer.
 */
export type Answer =
  | {
      readonly tag: "response";
      readonly status: number;
      /** Lower-case names; the values of a repeated header are joined by commas. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly tag: "not-sent"; readonly fault: NetworkFault }
  | { readonly tag: "unknown"; readonly fault: NetworkFault };

export interface NetworkFault {
  readonly kind: NetworkFaultKind;
  /** The system's own words. */
  readonly detail: string;
}

export type NetworkFaultKind =
  | "name-lookup"
  | "refused"
  | "connect-timeout"
  | "tls"
  | "proxy"
  | "answer-timeout"
  | "cut"
  | "too-large"
  | "interrupted"
  | "send-by-passed"
  | "other";

export interface SendOptions {
  /** Aborting gives up waiting; the answer then is `unknown`, or `not-sent` if nothing had left. */
  readonly signal?: AbortSignal | undefined;
  /** The request must not start after this, by either clock. */
  readonly startBy?: Moment | undefined;
}
