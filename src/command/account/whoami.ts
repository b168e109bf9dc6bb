import type { Origin, SettingName } from "../../config/origins.ts";
import type { Source } from "../../config/credentials.ts";
import { moneyText } from "../../domain/money.ts";
import type { Api } from "../../domain/api.ts";
import { placeName } from "../../journal-place.ts";
import { knownReasons } from "../reason.ts";
import { findCredentials } from "../credentials.ts";
import type { Run } from "../run.ts";

/** The account that each API would be called with, and where each setting came from. It holds no secret. */
export interface WhoAmI {
  readonly sandbox: boolean;
  readonly profile: string | null;
  readonly settingsFile: string | null;
  readonly accounts: readonly AccountInUse[];
  readonly settings: readonly SettingInUse[];
}

export interface AccountInUse {
  readonly api: Api;
  readonly url: URL;
  readonly realm: string;
  /** Null if the user would have to be asked for it. */
  readonly name: string | null;
  readonly hasSecret: boolean;
  readonly source: Source | null;
  /** Why the keychain could not be read; null if it could, or was not needed. */
  readonly keychainTrouble: string | null;
}

interface SettingInUse {
  readonly name: SettingName;
  readonly value: string | null;
  readonly origin: Origin;
}

export async function whoAmI(run: Run): Promise<WhoAmI> {
  const { settings } = run;
  const { origins } = settings;
  const values: Record<SettingName, string | null> = {
    profile: settings.profile,
    rpcUrl: settings.rpc.url.href,
    "legacy.url": settings.legacy.url.href,
    hashAlgorithm: settings.rpc.hashAlgorithm,
    reasons: knownReasons(settings)?.join(", ") ?? null,
    defaultReason: settings.defaultReason,
    ceiling: [...settings.ceiling.values()].map(moneyText).join(", ") || null,
    timeout: `${settings.timeoutMs / 1000} s`,
    orderPage: settings.orderPage,
    journal: placeName(settings.journal),
  };
  const names: readonly SettingName[] = [
    ...(["profile", "rpcUrl", "legacy.url", "hashAlgorithm", "reasons", "defaultReason"] as const),
    ...(["ceiling", "timeout", "orderPage", "journal"] as const),
  ];
  return {
    sandbox: settings.sandbox,
    profile: settings.profile,
    settingsFile: settings.filePath,
    accounts: [await accountInUse("rpc6", run), await accountInUse("legacy", run)],
    settings: names.map((name) => ({ name, value: values[name], origin: origins[name] })),
  };
}

async function accountInUse(api: Api, run: Run): Promise<AccountInUse> {
  const { url, realm } = api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  const { name, secret, source, keychain } = await findCredentials(api, run);
  return {
    api,
    url,
    realm,
    name,
    source,
    hasSecret: secret !== null,
    keychainTrouble: keychain?.tag === "unavailable" ? keychain.why : null,
  };
}
