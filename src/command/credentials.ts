import type { LegacyAccount, RpcAccount } from "../api/account.ts";
import { requireCheckedCertificate } from "../config/certificates.ts";
import { quotedPassword, requireCopiedWhole } from "../config/credential-text.ts";
import type { Credentials } from "../config/credentials.ts";
import { type Kept, readKept } from "../config/kept-credentials.ts";
import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import type { Api } from "../domain/api.ts";
import { nothing, safe, type SafeText, visible } from "../safe-text.ts";
import type { Run } from "./run.ts";

/** What credentials are called, for each API. */
export const credentialWords = {
  rpc6: {
    name: "merchant code",
    secret: "secret key",
    nameLabel: safe`Merchant code:`,
    secretLabel: safe`Secret key:`,
    missing: "No credentials for the 6.0 API.",
    where:
      "You find the merchant code and the secret key in the control panel, under Integrations → Webhooks & API.",
    instead:
      "set REFUND_MERCHANT_CODE and REFUND_SECRET_KEY, or put merchantCode and secretKey into a settings file",
  },
  legacy: {
    name: "legacy API user",
    secret: "password",
    nameLabel: safe`Legacy API user:`,
    secretLabel: safe`Password:`,
    missing: "No credentials for the legacy API.",
    where: "You need an API user of the control panel, with API Access and API Updating.",
    instead:
      "set REFUND_LEGACY_USERNAME and REFUND_LEGACY_PASSWORD, or put legacy.username and legacy.password into a settings file",
  },
} as const satisfies Record<Api, object>;

/** Credentials as far as they are configured, and what the keychain says where they are not. */
export interface FoundCredentials extends Credentials {
  /** Null when the keychain was not asked. */
  readonly keychain: Kept | null;
}

/** Checks a pair from a person or the keychain. @throws ConfigurationError if more than the credentials was copied */
export function requirePairCopiedWhole(
  api: Api,
  { name, secret }: { readonly name: string; readonly secret: Secret },
  from: string,
): void {
  const words = credentialWords[api];
  requireCopiedWhole({ where: `The ${words.name} ${from}`, text: name });
  requireCopiedWhole({
    where: `The ${words.secret} ${from}`,
    text: secret.reveal(),
    mayBeQuoted: api === "legacy",
  });
}

/**
 * From the environment or the file, else from the keychain, which is only asked then.
 * @throws ConfigurationError
 */
export async function findCredentials(api: Api, run: Run): Promise<FoundCredentials> {
  const { credentials, realm } = api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  if (credentials.secret !== null) return { ...credentials, keychain: null };
  const { profile } = run.settings;
  const kept = await readKept(run.keychain, { api, realm, profile });
  // If a file names an account without its secret, only that account's secret will do.
  const fits = kept.tag === "kept" && (credentials.name ?? kept.name) === kept.name;
  if (fits) requirePairCopiedWhole(api, kept, "in the keychain");
  return fits
    ? { name: kept.name, secret: kept.secret, source: "keychain", keychain: kept }
    : { ...credentials, keychain: kept };
}

/** The RPC account. At a terminal, asks for whatever is missing. @throws ConfigurationError */
export async function rpcAccount(run: Run): Promise<RpcAccount> {
  const { url, hashAlgorithm } = run.settings.rpc;
  const { name, secret } = await completePair("rpc6", run);
  return { url, hashAlgorithm, merchantCode: name, secretKey: secret };
}

/** The legacy API user. At a terminal, asks for whatever is missing. @throws ConfigurationError */
export async function legacyAccount(run: Run): Promise<LegacyAccount> {
  const { name, secret } = await completePair("legacy", run);
  const quoted = quotedPassword(secret.reveal());
  if (quoted !== null) run.talk.warn(quoted);
  return { url: run.settings.legacy.url, username: name, password: secret };
}

/** Below the question for a name, until something is typed. */
export function whereNote(api: Api): (typed: string) => SafeText {
  return (typed) => (typed === "" ? visible(credentialWords[api].where) : nothing);
}

async function completePair(
  api: Api,
  run: Run,
): Promise<{ readonly name: string; readonly secret: Secret }> {
  const { url } = api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  requireCheckedCertificate(url, run.settings);
  const { name, secret } = await findCredentials(api, run);
  if (name !== null && secret !== null) return { name, secret };
  const words = credentialWords[api];
  if (!run.talk.asks) {
    const login = run.talk.nextCommand("login").text;
    throw new ConfigurationError(
      `${words.missing} ${words.where} Run \`${login}\`, or ${words.instead}. Nothing was sent.`,
      "credentials-missing",
    );
  }
  const ask = await run.questions();
  const pair = {
    name: name ?? (await ask.text(words.nameLabel, { note: whereNote(api) })),
    secret: new Secret(await ask.secret(words.secretLabel)),
  };
  requirePairCopiedWhole(api, pair, "you gave");
  return pair;
}
