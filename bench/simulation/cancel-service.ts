import type { Heard } from "./calls.ts";
import { pendingForMs } from "./habits.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import type { LedgerEntry } from "./ledger.ts";
import { rpcSaying, type Shop } from "./rpc-service.ts";
import { type RpcSaying, rpcSayings, truthfully, wellDone, type Wire } from "./sayings.ts";
import type { Visit } from "./visit.ts";

/** The vendor's page: "in up to 2 hours from the initiation". */
const cancellableForMs = 2 * 3_600_000;

/** Cancels a pending refund of an order, or declines the customer's request: which, the caller cannot say. */
export function cancelRefund(
  shop: Shop,
  visit: Visit,
  refNo: string,
  isOpen: boolean,
  open: readonly RecordedAttempt[],
  { cancels }: Heard,
): Wire {
  visit.onMoneyCall();
  const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
  const meant = isOpen ? pendingOf(shop, refNo) : null;
  const undone = fate.executed ? meant : null;
  if (undone !== null) {
    undone.undone = "cancelled";
    visit.onExecuted();
  }
  const truth: RpcSaying = !isOpen
    ? "answer session refused"
    : undone === null
      ? "answer undocumented error"
      : "answer TRUE";
  const says = fate.says === truthfully || !(fate.says in rpcSayings) ? truth : fate.says;
  const { claim, wire } = rpcSaying(says as RpcSaying);
  const own = open.find(({ kind }) => kind === "cancel");
  const beside = open.filter((each) => each !== own).map(({ id }) => id);
  const attempt = own?.id ?? null;
  cancels.push({
    visit: visit.id,
    number: refNo,
    fate,
    attempt,
    beside,
    undone,
    claim,
    said: says,
  });
  return wire;
}

/** The refund that a call to cancel hits now; null when none can be cancelled. */
function pendingOf({ clock, habits, ledger }: Shop, refNo: string): LedgerEntry | null {
  const longest = habits.limits ? cancellableForMs : pendingForMs;
  const pending = ledger.of(refNo).filter(({ at }) => clock.truth() - at < longest);
  return pending.at(habits.cancels === "the newest" ? -1 : 0) ?? null;
}
