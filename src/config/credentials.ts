import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import { requireCopiedWhole } from "./credential-text.ts";
import type { SettingsFile, Surroundings } from "./file.ts";
import type { ProfileSettings } from "./schema.ts";
import { variable } from "./variable.ts";

/** A name (merchant code or user name) and its secret, both from `source`; null means not configured. */
export interface Credentials {
  readonly name: string | null;
  readonly secret: Secret | null;
  readonly source: Source | null;
}

export type Source = "environment" | "file" | "keychain" | "sandbox";

interface Pair {
  readonly nameVariable: string;
  readonly secretVariable: string;
  readonly nameKey: string;
  readonly secretKey: string;
  /** People choose a password, but are given a key. */
  readonly mayBeQuoted: boolean;
  readonly of: (set: ProfileSettings) => readonly [string | undefined, string | undefined];
}

export const rpcPair: Pair = {
  nameVariable: "REFUND_MERCHANT_CODE",
  secretVariable: "REFUND_SECRET_KEY",
  nameKey: "merchantCode",
  secretKey: "secretKey",
  mayBeQuoted: false,
  of: (set) => [set.merchantCode, set.secretKey],
};

export const legacyPair: Pair = {
  nameVariable: "REFUND_LEGACY_USERNAME",
  secretVariable: "REFUND_LEGACY_PASSWORD",
  nameKey: "legacy.username",
  secretKey: "legacy.password",
  mayBeQuoted: true,
  of: (set) => [set.legacy?.username, set.legacy?.password],
};

/**
 * Both halves from one source, so that no key is ever sent under another account's name.
 * @throws ConfigurationError
 */
export function readCredentials(
  env: Surroundings["env"],
  file: SettingsFile | null,
  set: ProfileSettings,
  pair: Pair,
): Credentials {
  const { mayBeQuoted } = pair;
  const name = variable(env, pair.nameVariable);
  const secret = variable(env, pair.secretVariable);
  if (name !== undefined && secret !== undefined) {
    requireCopiedWhole({ where: pair.nameVariable, text: name });
    requireCopiedWhole({ where: pair.secretVariable, text: secret, mayBeQuoted });
    return { name, secret: new Secret(secret), source: "environment" };
  }
  if (name !== undefined || secret !== undefined) {
    const [is, not] =
      name === undefined
        ? [pair.secretVariable, pair.nameVariable]
        : [pair.nameVariable, pair.secretVariable];
    throw new ConfigurationError(
      `${is} is set but ${not} is not. Set both in the same place.`,
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
  const whereIs = (key: string) => `"${key}" in ${file?.path ?? "the settings file"}`;
  if (fileName !== undefined) requireCopiedWhole({ where: whereIs(pair.nameKey), text: fileName });
  if (fileSecret !== undefined) {
    requireCopiedWhole({ where: whereIs(pair.secretKey), text: fileSecret, mayBeQuoted });
  }
  return {
    name: fileName ?? null,
    secret: fileSecret === undefined ? null : new Secret(fileSecret),
    source: fileName === undefined ? null : "file",
  };
}
