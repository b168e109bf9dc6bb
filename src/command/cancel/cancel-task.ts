import type { Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Ticket } from "../../domain/free-text.ts";
import type { Problem } from "../../domain/problem.ts";
import type { OrderSubject } from "../../journal/attempt.ts";
import type { Run } from "../run.ts";
import type { RecordedEnd } from "./cancellation.ts";

/** A cancellation of which it is known which order is meant. */
export interface CancelTask {
  readonly rpc: Rpc6;
  readonly run: Run;
  readonly subject: OrderSubject;
  readonly ticket: Ticket | null;
}

export type SentCancellation =
  | { readonly tag: "conflict" }
  | { readonly tag: "sent"; readonly end: RecordedEnd; readonly warnings: readonly Problem[] };
