import type { LegacyAccount, RpcAccount } from "../api/account.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { AccountKey, LineItemSubject, OrderSubject } from "../journal/attempt.ts";
import type { Run } from "./run.ts";

/** An account as the journal tells it from others. */
export function rpcKey({ rpc }: Run["settings"], { merchantCode }: RpcAccount): AccountKey {
  return { realm: rpc.realm, account: merchantCode };
}

export function legacyKey({ legacy }: Run["settings"], { username }: LegacyAccount): AccountKey {
  return { realm: legacy.realm, account: username };
}

/** What the journal guards when an order of an account is refunded. */
export function orderSubject(
  settings: Run["settings"],
  account: RpcAccount,
  number: OrderNumber,
): OrderSubject {
  return { ...rpcKey(settings, account), api: "rpc6", number };
}

/** The same of a line item through the legacy API. */
export function lineItemSubject(
  settings: Run["settings"],
  account: LegacyAccount,
  number: LineItemId,
): LineItemSubject {
  return { ...legacyKey(settings, account), api: "legacy", number };
}
