import { createHash } from "node:crypto";
import type { BatchAccounts } from "../journal/batch.ts";

/** What people note of a file and of the accounts that it refunds through, as hex. */
export function shownFingerprint(fileDigest: string, { rpc6, legacy }: BatchAccounts): string {
  const accounts = [rpc6, legacy].map((each) => each && [each.realm, each.account]);
  return createHash("sha256")
    .update(JSON.stringify([fileDigest, ...accounts]))
    .digest("hex");
}
