import { type HashAlgorithm, realmOf } from "../api/account.ts";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { type Money, parseAmount } from "../domain/money.ts";
import type { OrderPage } from "../domain/order-page.ts";
import { type Column, columns, type DecimalSign, parseColumn } from "../domain/row-columns.ts";
import { ConfigurationError } from "../failure.ts";
import { didYouMean } from "../domain/nearest.ts";
import type { SettingsFlags } from "../flags.ts";
import type { JournalPlace } from "../journal-place.ts";
import { defaultTimeoutMs, type TimeoutMs } from "../timeout.ts";
import { certificatesChecked } from "./certificates.ts";
import { type Credentials, legacyPair, readCredentials, rpcPair } from "./credentials.ts";
import { readEndpoint, withSlash } from "./endpoint.ts";
import {
  findSettingsFile,
  type SettingsFile,
  type SettingsWarning,
  type Surroundings,
} from "./file.ts";
import { journalPlace } from "./journal-place.ts";
import { type Origin, originsOf, type SettingName } from "./origins.ts";
import { type ProxyReading, readProxy } from "./proxy.ts";
import type { ProfileSettings } from "./schema.ts";
import { variable } from "./variable.ts";

/** Whom to call and where to record it. */
export interface Accounts {
  readonly rpc: {
    readonly url: URL;
    /** Part of the guard's key: one word for all of the vendor's hosts. */
    readonly realm: string;
    readonly hashAlgorithm: HashAlgorithm;
    readonly credentials: Credentials;
  };
  readonly legacy: {
    readonly url: URL;
    readonly realm: string;
    readonly credentials: Credentials;
  };
  readonly journal: JournalPlace;
}

/** Everything that was configured, before any question. */
export interface Settings extends Accounts {
  readonly profile: string | null;
  readonly filePath: string | null;
  readonly sandbox: boolean;
  /** The account's own reasons; null when none are configured, and then any text is a reason. */
  readonly reasons: readonly string[] | null;
  readonly defaultReason: string | null;
  readonly ceiling: ReadonlyMap<Currency, Money>;
  readonly timeoutMs: TimeoutMs;
  /** Where a person looks an order up; null where nobody said. The stand-in's orders have no page. */
  readonly orderPage: OrderPage | null;
  readonly batch: BatchSettings;
  readonly proxy: ProxyReading;
  /** False if the environment turns the checks off: then only this machine is called. */
  readonly certificatesChecked: boolean;
  readonly warnings: readonly SettingsWarning[];
  readonly origins: Readonly<Record<SettingName, Origin>>;
}

/** How the files of this account's batches are usually written; flags win. */
export interface BatchSettings {
  /** The file's own header for a column. */
  readonly map: ReadonlyMap<Column, string>;
  /** Null when nobody said. */
  readonly decimal: DecimalSign | null;
  readonly ignoreOtherColumns: boolean;
}

const defaultRpcUrl = "https://api.avangate.com/rpc/6.0/";
const defaultLegacyUrl = "https://www.2checkout.com/api/";

/**
 * Flags, then environment, then file. A stand-in's accounts and journal override all of them, so that no
 * live secret or endpoint is even looked at. @throws ConfigurationError
 */
export async function readSettings(
  context: Surroundings,
  flags: SettingsFlags,
  standIn: Accounts | null,
): Promise<Settings> {
  const { env } = context;
  const file = await findSettingsFile(context, flags.config ?? variable(env, "REFUND_CONFIG"));
  const profile = flags.profile ?? variable(env, "REFUND_PROFILE") ?? null;
  const set = profileSettings(file, profile);
  const accounts = standIn ?? readAccounts(context, file, set, profile);
  return {
    ...accounts,
    profile,
    filePath: file?.path ?? null,
    sandbox: standIn !== null,
    reasons: set.reasons ?? null,
    defaultReason: defaultReason(set),
    ceiling: ceilingOf(set),
    orderPage: standIn === null ? (set.orderPage ?? null) : null,
    batch: batchOf(set),
    timeoutMs: flags.timeout ?? set.timeout ?? defaultTimeoutMs,
    // The stand-in is on this machine.
    proxy: standIn === null ? readProxy(env) : { tag: "none" },
    certificatesChecked: certificatesChecked(env),
    warnings: file?.warnings ?? [],
    origins: originsOf(
      (name) => variable(env, name) !== undefined,
      ...([flags, set, standIn !== null] as const),
    ),
  };
}

function readAccounts(
  context: Surroundings,
  file: SettingsFile | null,
  set: ProfileSettings,
  profile: string | null,
): Accounts {
  const { env } = context;
  if (profile !== null) refuseContradictions(env, set, profile);
  const rpcCredentials = readCredentials(env, file, set, rpcPair);
  const legacyCredentials = readCredentials(env, file, set, legacyPair);
  const rpcUrl = readEndpoint(
    env,
    "REFUND_RPC_URL",
    file,
    set.rpcUrl,
    defaultRpcUrl,
    rpcCredentials,
  );
  const legacyUrl = readEndpoint(
    env,
    "REFUND_LEGACY_URL",
    file,
    set.legacy?.url,
    defaultLegacyUrl,
    legacyCredentials,
  );
  return {
    rpc: {
      url: rpcUrl,
      realm: realmOf(rpcUrl),
      hashAlgorithm: set.hashAlgorithm ?? "sha256",
      credentials: rpcCredentials,
    },
    legacy: { url: legacyUrl, realm: realmOf(legacyUrl), credentials: legacyCredentials },
    journal: journalPlace(context, file, set),
  };
}

/** The file's keys, overridden by those of the profile; a pair of credentials is overridden as a whole. */
function profileSettings(file: SettingsFile | null, profile: string | null): ProfileSettings {
  const { profiles = {}, ...base } = file?.settings ?? {};
  if (profile === null) return base;
  const own = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (own === undefined) {
    const known = Object.keys(profiles).join(", ") || "none";
    const where = file === null ? "there is no settings file" : `${file.path} has: ${known}`;
    throw new ConfigurationError(`There is no profile "${profile}"; ${where}.`);
  }
  const { merchantCode, secretKey, legacy = {}, ...rest } = base;
  const ownPair = own.merchantCode !== undefined || own.secretKey !== undefined;
  const { username, password, ...legacyRest } = legacy;
  const ownUser = own.legacy?.username !== undefined || own.legacy?.password !== undefined;
  return {
    ...rest,
    ...(ownPair ? {} : { merchantCode, secretKey }),
    ...own,
    legacy: { ...legacyRest, ...(ownUser ? {} : { username, password }), ...own.legacy },
  };
}

/** A variable left over in the environment must not change a profile that the user named. */
function refuseContradictions(
  env: Surroundings["env"],
  set: ProfileSettings,
  profile: string,
): void {
  const pairs = [
    ["REFUND_MERCHANT_CODE", set.merchantCode],
    ["REFUND_LEGACY_USERNAME", set.legacy?.username],
    ["REFUND_RPC_URL", set.rpcUrl],
    ["REFUND_LEGACY_URL", set.legacy?.url],
  ] as const;
  for (const [name, value] of pairs) {
    const said = variable(env, name);
    if (said !== undefined && value !== undefined && withSlash(said) !== withSlash(value)) {
      throw new ConfigurationError(
        `The profile "${profile}" says ${value}, but ${name} says ${said}. Unset ${name} or leave the profile out.`,
      );
    }
  }
}

function defaultReason(set: ProfileSettings): string | null {
  const { reasons, defaultReason } = set;
  if (defaultReason !== undefined && reasons !== undefined && !reasons.includes(defaultReason)) {
    throw new ConfigurationError(
      `"defaultReason" is "${defaultReason}", which is not one of "reasons".`,
    );
  }
  return defaultReason ?? null;
}

function ceilingOf(set: ProfileSettings): ReadonlyMap<Currency, Money> {
  const ceiling = new Map<Currency, Money>();
  for (const [code, text] of Object.entries(set.ceiling ?? {})) {
    const currency = parseCurrency(code);
    if (currency === null)
      throw new ConfigurationError(`"ceiling.${code}" is not an ISO 4217 currency.`);
    const amount = parseAmount(text, currency);
    if ("reason" in amount) {
      throw new ConfigurationError(`"ceiling.${code}": the amount ${amount.reason}.`);
    }
    ceiling.set(currency, amount);
  }
  return ceiling;
}

function batchOf({ batch = {} }: ProfileSettings): BatchSettings {
  const map = new Map<Column, string>();
  for (const [name, header] of Object.entries(batch.map ?? {})) {
    const column = parseColumn(name);
    if (column === null) {
      throw new ConfigurationError(
        `"batch.map.${name}" is no column of a batch; there are ${columns.join(", ")}.${didYouMean(name, columns)}`,
      );
    }
    map.set(column, header);
  }
  return {
    map,
    decimal: batch.decimal ?? null,
    ignoreOtherColumns: batch.ignoreOtherColumns ?? false,
  };
}
