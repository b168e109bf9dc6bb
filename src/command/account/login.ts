import { openRpc6 } from "../../api/rpc6/rpc6.ts";
import type { Reading } from "../../api/contract.ts";
import { requireCheckedCertificate } from "../../config/certificates.ts";
import { quotedPassword } from "../../config/credential-text.ts";
import { forget, keep, type Keeping } from "../../config/kept-credentials.ts";
import { Secret } from "../../domain/secret.ts";
import { ConfigurationError, UsageError } from "../../failure.ts";
import { type Api, apis } from "../../domain/api.ts";
import { safe } from "../../safe-text.ts";
import { inTurn } from "../../prompt/turns.ts";
import { credentialWords, requirePairCopiedWhole, whereNote } from "../credentials.ts";
import type { Run } from "../run.ts";

export interface LoginInput {
  readonly api: Api;
  /** Read the name from the first line of a pipe and the secret from the second. */
  readonly fromStdin: boolean;
}

/** What was stored. */
export interface LoggedIn {
  readonly api: Api;
  readonly name: string;
  readonly host: string;
  /** Whether 2Checkout checked it: the legacy API has no call that changes nothing. */
  readonly checked: boolean;
}

/** Asks for credentials, has 2Checkout check them, and keeps them in the keychain. @throws UsageError, ConfigurationError */
export async function login(input: LoginInput, run: Run): Promise<Reading<LoggedIn>> {
  const { settings, context, talk } = run;
  const { api } = input;
  const keeping = keepingOf(api, run);
  // Say this before asking for a secret that could not be kept.
  const look = await run.keychain.reach();
  if (look.tag === "unavailable") throw noKeychain(look.why, instead(api));
  const { url } = api === "rpc6" ? settings.rpc : settings.legacy;
  if (api === "rpc6") requireCheckedCertificate(url, settings);
  const { name, secret } = await credentialsFor(input, run);
  requirePairCopiedWhole(api, { name, secret }, "you gave");
  const quoted = api === "legacy" ? quotedPassword(secret.reveal()) : null;
  if (quoted !== null) talk.warn(quoted);
  const account = { ...settings.rpc, merchantCode: name, secretKey: secret };
  if (api === "rpc6") {
    const rpc = openRpc6(account, run.transport, context);
    const ready = await talk.during(safe`Checking the credentials…`, rpc.ready());
    if (ready.tag === "failed") return ready;
  }
  const trouble = await keep(run.keychain, keeping, { name, secret });
  if (trouble !== null) throw noKeychain(trouble, instead(api));
  const { source } = settings[api === "rpc6" ? "rpc" : "legacy"].credentials;
  if (source !== null) {
    talk.say(safe`Note: credentials from the ${source} are used before the keychain.`);
  }
  return { tag: "read", value: { api, name, host: url.host, checked: api === "rpc6" } };
}

/** Removes the credentials, and returns the APIs that had some. @throws UsageError, ConfigurationError */
export async function logout(run: Run): Promise<readonly Api[]> {
  const gone: Api[] = [];
  for (const api of apis) {
    const was = await forget(run.keychain, keepingOf(api, run));
    if (typeof was === "string") throw noKeychain(was, "Nothing was removed.");
    if (was) gone.push(api);
  }
  return gone;
}

function keepingOf(api: Api, { settings }: Run): Keeping {
  if (settings.sandbox)
    throw new UsageError("The stand-in has its own credentials, so there are none to keep.");
  const { realm } = api === "rpc6" ? settings.rpc : settings.legacy;
  return { api, realm, profile: settings.profile };
}

async function credentialsFor({ api, fromStdin }: LoginInput, run: Run) {
  const { context, talk } = run;
  const words = credentialWords[api];
  if (fromStdin) {
    if (context.terminal.stdin) {
      throw new UsageError("--stdin needs a pipe: at a terminal the secret would be visible.");
    }
    let text = "";
    for await (const chunk of context.stdin) text += String(chunk);
    // Line ends are not part of the values; other surplus characters are checked afterwards.
    const [name = "", secret = "", ...more] = text.replace(/(\r?\n)+$/, "").split(/\r?\n/);
    if (name.trim() === "" || secret.trim() === "" || more.length > 0) {
      throw new UsageError("--stdin takes two lines: the name, then the secret.");
    }
    return { name, secret: new Secret(secret) };
  }
  if (!talk.asks)
    throw new UsageError("There is no terminal to ask for the credentials. Use --stdin.");
  const { credentials } = api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  const turns = inTurn<{ readonly name: string; readonly secret: string }>(
    [
      async ({ secret }, ask) => {
        const initial = credentials.name ?? undefined;
        const question = await ask();
        return {
          name: await question.text(words.nameLabel, { initial, note: whereNote(api) }),
          secret,
        };
      },
      async ({ name }, ask) => ({ name, secret: await (await ask()).secret(words.secretLabel) }),
    ],
    run.questions,
  );
  const { name, secret } = await turns.from(0, { name: "", secret: "" });
  return { name, secret: new Secret(secret) };
}

function instead(api: Api): string {
  return `Nothing was stored. Instead, ${credentialWords[api].instead} (chmod 600).`;
}

function noKeychain(why: string, so: string): ConfigurationError {
  return new ConfigurationError(
    `The system keychain cannot be used: ${why}. ${so}`,
    "keychain-unavailable",
  );
}
