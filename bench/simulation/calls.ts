import { type Claim, type Fate, fateText } from "./sayings.ts";
import type { LedgerEntry } from "./ledger.ts";

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
  readonly said: string;
}

/** The words to print beside the command that made it. */
export function callText({ api, entry, said, fate }: MoneyCall): string {
  const method = api === "rpc6" ? "issueRefund" : "refund_lineitem";
  const wished = fate.executed === (entry !== null) ? "" : ` (meant to be ${fateText(fate)})`;
  return `${method}: ${entry === null ? "not executed" : "executed"}, ${said}${wished}`;
}
