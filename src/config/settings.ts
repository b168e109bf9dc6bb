import { join, resolve } from "node:path";
import { type HashAlgorithm, isVendorUrl, realmOf } from "../api/account.ts";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { type Money, parseAmount } from "../domain/money.ts";
import type { Problem } from "../domain/problem.ts";
import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import { findSettingsFile, relativeTo, type SettingsFile, type Surroundings } from "./file.ts";
import { type Origin, originsOf, type SettingName } from "./origins.ts";
import type { ProfileSettings } from "./schema.ts";

/** Whom to call and where to record it. */
export interface Accounts {
  readonly rpc: {
    readonly url: URL;
    /** Part of what the journal guards: one word for whichever of the vendor's hosts. */
    readonly realm: string;
    readonly hashAlgorithm: HashAlgorithm;
    readonly credentials: Credentials;
  };
  readonly legacy: {
    readonly url: URL;
    readonly realm: string;
    readonly credentials: Credentials;
  };
  /** The journal's file. */
  readonly journal: string;
}

/** Everything that was configured, before anything is asked for. */
export interface Settings extends Accounts {
  readonly profile: string | null;
  readonly filePath: string | null;
  readonly sandbox: boolean;
  /** The account's own reasons; null when none are configured, and then any text is a reason. */
  readonly reasons: readonly string[] | null;
  readonly defaultReason: string | null;
  readonly ceiling: ReadonlyMap<Currency, Money>;
  readonly timeoutMs: number;
  readonly warnings: readonly Problem[];
  readonly origins: Readonly<Record<SettingName, Origin>>;
}

/** A name (merchant code or user name) and its secret, both from `source`; null is not configured. */
export interface Credentials {
  readonly name: string | null;
  readonly secret: Secret | null;
  readonly source: Source | null;
}

export type Source = "environment" | "file" | "keychain" | "sandbox";

/** The flags that choose settings. */
export interface SettingsFlags {
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
}

const defaultRpcUrl = "https://api.avangate.com/rpc/6.0/";
const defaultLegacyUrl = "https://www.2checkout.com/api/";
const defaultTimeoutSeconds = 60;

/**
 * Flags, then environment, then file. A stand-in's accounts and journal win over all of them, so that no
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
    timeoutMs: (flags.timeout ?? set.timeout ?? defaultTimeoutSeconds) * 1000,
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
  const rpcCredentials = credentials(env, file, set, rpcPair);
  const legacyCredentials = credentials(env, file, set, legacyPair);
  const rpcUrl = endpoint(env, "REFUND_RPC_URL", file, set.rpcUrl, defaultRpcUrl, rpcCredentials);
  const legacyUrl = endpoint(
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
    journal: journalPath(context, file, set),
  };
}

/** The file's keys with those of the profile over them; a pair of credentials is overridden whole. */
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

interface Pair {
  readonly nameVariable: string;
  readonly secretVariable: string;
  readonly nameKey: string;
  readonly secretKey: string;
  readonly of: (set: ProfileSettings) => readonly [string | undefined, string | undefined];
}

const rpcPair: Pair = {
  nameVariable: "REFUND_MERCHANT_CODE",
  secretVariable: "REFUND_SECRET_KEY",
  nameKey: "merchantCode",
  secretKey: "secretKey",
  of: (set) => [set.merchantCode, set.secretKey],
};

const legacyPair: Pair = {
  nameVariable: "REFUND_LEGACY_USERNAME",
  secretVariable: "REFUND_LEGACY_PASSWORD",
  nameKey: "legacy.username",
  secretKey: "legacy.password",
  of: (set) => [set.legacy?.username, set.legacy?.password],
};

/** Both halves from one source, so that no key is ever sent under another account's name. */
function credentials(
  env: Surroundings["env"],
  file: SettingsFile | null,
  set: ProfileSettings,
  pair: Pair,
): Credentials {
  const name = variable(env, pair.nameVariable);
  const secret = variable(env, pair.secretVariable);
  if (name !== undefined && secret !== undefined) {
    return { name, secret: new Secret(secret), source: "environment" };
  }
  if (name !== undefined || secret !== undefined) {
    const [is, not] =
      name === undefined
        ? [pair.secretVariable, pair.nameVariable]
        : [pair.nameVariable, pair.secretVariable];
    throw new ConfigurationError(
      `${is} is set but ${not} is not; credentials come as a pair from one source.`,
      "credentials-missing",
    );
  }
  const [fileName, fileSecret] = pair.of(set);
  if (fileName === undefined && fileSecret !== undefined) {
    throw new ConfigurationError(
      `${file?.path ?? "The settings file"} has "${pair.secretKey}" without "${pair.nameKey}".`,
      "credentials-missing",
    );
  }
  return {
    name: fileName ?? null,
    secret: fileSecret === undefined ? null : new Secret(fileSecret),
    source: fileName === undefined ? null : "file",
  };
}

/** A profile named by the user must not be bent by a variable left over in the environment. */
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

function endpoint(
  env: Surroundings["env"],
  name: string,
  file: SettingsFile | null,
  fromFile: string | undefined,
  fallback: string,
  { secret, source }: Credentials,
): URL {
  const fromEnv = variable(env, name);
  const text = fromEnv ?? fromFile ?? fallback;
  const url = parseEndpoint(text, fromEnv === undefined ? "the settings file" : name);
  const foreign = fromEnv === undefined && fromFile !== undefined && file?.foreign === true;
  // A name alone is no pair: its secret would come from elsewhere, such as a question.
  const ownPair = source === "file" && secret !== null;
  if (foreign && !isVendorUrl(url) && !ownPair) {
    throw new ConfigurationError(
      `The settings file ${file.path} stands in the working folder and names the endpoint ${url.href}, which is not 2Checkout's. It is only used with credentials from that same file. Nothing was sent.`,
    );
  }
  return url;
}

/** HTTPS, or HTTP to this machine. A missing trailing slash is added. */
function parseEndpoint(text: string, where: string): URL {
  let url: URL;
  try {
    url = new URL(withSlash(text));
  } catch {
    throw new ConfigurationError(`"${text}", from ${where}, is not a URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigurationError(`The URL from ${where} must not contain credentials.`);
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url))) return url;
  throw new ConfigurationError(`"${text}", from ${where}, must be an https URL.`);
}

function withSlash(text: string): string {
  return text.endsWith("/") ? text : `${text}/`;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
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
      throw new ConfigurationError(`"ceiling.${code}" is no ISO 4217 currency.`);
    const amount = parseAmount(text, currency);
    if ("reason" in amount) {
      throw new ConfigurationError(`"ceiling.${code}": the amount ${amount.reason}.`);
    }
    ceiling.set(currency, amount);
  }
  return ceiling;
}

function journalPath(
  context: Surroundings,
  file: SettingsFile | null,
  set: ProfileSettings,
): string {
  const fromEnv = variable(context.env, "REFUND_JOURNAL");
  if (fromEnv !== undefined) return resolve(context.cwd, fromEnv);
  if (file !== null && set.journal !== undefined) return relativeTo(file, set.journal);
  return join(context.folders.data, "journal.db");
}

/** An empty variable is an unset one. */
function variable(env: Surroundings["env"], name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}
