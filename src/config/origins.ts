import type { ProfileSettings } from "./schema.ts";
import type { SettingsFlags } from "../flags.ts";

/** Where a setting's value came from; `sandbox` is what `--sandbox` uses instead of everything else. */
export type Origin = "flag" | "environment" | "file" | "sandbox" | "default";

export type SettingName =
  | "profile"
  | "rpcUrl"
  | "legacy.url"
  | "hashAlgorithm"
  | "reasons"
  | "defaultReason"
  | "ceiling"
  | "timeout"
  | "orderPage"
  | "journal";

/** Read in the same order as the values are: flag, environment, file. */
export function originsOf(
  isSet: (variable: string) => boolean,
  flags: SettingsFlags,
  set: ProfileSettings,
  sandbox: boolean,
): Readonly<Record<SettingName, Origin>> {
  const first = (flag: unknown, variable: string | null, inFile: unknown): Origin => {
    if (flag !== undefined) return "flag";
    if (variable !== null && isSet(variable)) return "environment";
    return inFile === undefined ? "default" : "file";
  };
  const replaced = (origin: Origin): Origin => (sandbox ? "sandbox" : origin);
  return {
    profile: first(flags.profile, "REFUND_PROFILE", undefined),
    rpcUrl: replaced(first(undefined, "REFUND_RPC_URL", set.rpcUrl)),
    "legacy.url": replaced(first(undefined, "REFUND_LEGACY_URL", set.legacy?.url)),
    hashAlgorithm: replaced(first(undefined, null, set.hashAlgorithm)),
    reasons: replaced(first(undefined, null, set.reasons)),
    defaultReason: first(undefined, null, set.defaultReason),
    ceiling: first(undefined, null, set.ceiling),
    timeout: first(flags.timeout, null, set.timeout),
    orderPage: replaced(first(undefined, null, set.orderPage)),
    journal: replaced(first(undefined, "REFUND_JOURNAL", set.journal)),
  };
}
