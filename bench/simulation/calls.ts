import type { LedgerEntry } from "./ledger.ts";
import { type Claim, type Fate, fateText } from "./sayings.ts";

/** One request to refund that reached the service. */
export interface MoneyCall {
  readonly visit: number;
  readonly api: "rpc6" | "legacy";
  readonly number: string;
  readonly comment: string;
  readonly fate: Fate;
  /** What it made; null when it made nothing. */
  readonly entry: LedgerEntry | null;
  readonly claim: Claim;
  /** The attempt that stood open in the journal for it when it came in; null when none did. */
  readonly attempt: string | null;
  /** Other attempts on the same order or line item that stood open then. */
  readonly beside: readonly string[];
  /** How many refunds had been made by then, of whatever order. */
  readonly madeBefore: number;
  readonly said: string;
}

/** One request to cancel a refund that reached the service. */
export interface CancelCall {
  readonly visit: number;
  readonly number: string;
  readonly fate: Fate;
  /** The cancellation that stood open in the journal for it; null when none did. */
  readonly attempt: string | null;
  readonly beside: readonly string[];
  /** What it cancelled; null when it cancelled nothing. */
  readonly undone: LedgerEntry | null;
  readonly claim: Claim;
  readonly said: string;
}

/** What a run was shown of an order. */
export type Look =
  | { readonly tag: "order"; readonly visit: number; readonly number: string; status: string }
  | { readonly tag: "invoices"; readonly visit: number; readonly number: string; count: number };

/** All that the service heard and showed, in its order. */
export interface Heard {
  readonly calls: MoneyCall[];
  readonly cancels: CancelCall[];
  readonly looks: Look[];
}

/** The words to print beside the command that made it. */
export function callText({ api, entry, said, fate }: MoneyCall): string {
  const method = api === "rpc6" ? "issueRefund" : "refund_lineitem";
  return `${method}: ${doneText(entry, said, fate)}`;
}

export function cancelText({ undone, said, fate }: CancelCall): string {
  const which = undone === null ? "" : ` (${undone.comment})`;
  return `cancelRefund${which}: ${doneText(undone, said, fate)}`;
}

export function lookText(look: Look): string {
  return look.tag === "order" ? `reads ${look.status}` : `${look.count} refund invoices`;
}

function doneText(done: LedgerEntry | null, said: string, fate: Fate): string {
  const wished = fate.executed === (done !== null) ? "" : ` (meant to be ${fateText(fate)})`;
  return `${done === null ? "not executed" : "executed"}, ${said}${wished}`;
}

/** 2Checkout said the opposite of what it did to a request to cancel. */
export function isUntrueCancel({ claim, undone, said }: CancelCall): boolean {
  if (undone === null) return claim === "made";
  return claim === "denied" || (claim === "doubted" && said !== "answer FALSE");
}
