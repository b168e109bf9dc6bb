import type { LegacyAccount, RpcAccount } from "../api/account.ts";
import {
  type Credentials,
  readSettings,
  type Settings,
  type SettingsFlags,
} from "../config/settings.ts";
import type { Context } from "../context.ts";
import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import type { Questions } from "../prompt/questions.ts";
import { createTalk, type Talk, type TalkFlags } from "../prompt/talk.ts";
import { type Stopping, watchStops } from "../stopping.ts";
import type { Transport } from "../transport/transport.ts";

/** The flags that every command takes. */
export interface CommonFlags extends SettingsFlags, TalkFlags {
  readonly json?: boolean | undefined;
  readonly sandbox?: boolean | undefined;
}

/** What a command works with: the outside world, the settings, the user, and the way to the APIs. */
export interface Run {
  readonly context: Context;
  readonly settings: Settings;
  readonly talk: Talk;
  readonly stopping: Stopping;
  readonly questions: () => Promise<Questions>;
  readonly transport: Transport;
}

/** Opens a run, does the work in it, and closes all that was opened, however the work ends. */
export async function withRun<T>(
  context: Context,
  flags: CommonFlags,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const stopping = watchStops(context);
  const talk = createTalk(context, flags);
  const sandbox = flags.sandbox === true ? await embedSandbox(context) : null;
  let transport: Transport | null = null;
  try {
    const settings = await readSettings(context, flags, sandbox);
    for (const warning of settings.warnings) talk.warn(warning);
    const { createTransport } = await import("../transport/transport.ts");
    transport = createTransport({ ...context, timeoutMs: settings.timeoutMs, trace: talk.trace });
    const asking = { signal: stopping.signal, coloured: talk.screen.paint.level > 0 };
    const questions = async () =>
      (await import("../prompt/questions.ts")).createQuestions(context, asking);
    const run = { context, settings, talk, stopping, questions, transport };
    return await Promise.race([work(run), stopping.cancelled]);
  } finally {
    stopping.end();
    // A fault in closing must not replace what came of a refund.
    await Promise.allSettled([transport?.close(), sandbox?.stop()]);
  }
}

async function embedSandbox(context: Context) {
  const { startEmbedded } = await import("./embedded-sandbox.ts");
  return startEmbedded(context);
}

/** The RPC account, its missing parts asked for at a terminal. @throws ConfigurationError */
export async function rpcAccount(run: Run): Promise<RpcAccount> {
  const { url, hashAlgorithm, credentials } = run.settings.rpc;
  const { name, secret } = await completePair(run, credentials, {
    nameLabel: "Merchant code:",
    secretLabel: "Secret key:",
    advice:
      "No credentials for the 6.0 API. Set REFUND_MERCHANT_CODE and REFUND_SECRET_KEY, or put merchantCode and secretKey into a settings file. Nothing was sent.",
  });
  return { url, hashAlgorithm, merchantCode: name, secretKey: secret };
}

/** The legacy API user, its missing parts asked for at a terminal. @throws ConfigurationError */
export async function legacyAccount(run: Run): Promise<LegacyAccount> {
  const { url, credentials } = run.settings.legacy;
  const { name, secret } = await completePair(run, credentials, {
    nameLabel: "Legacy API user:",
    secretLabel: "Password:",
    advice:
      "No credentials for the legacy API. Set REFUND_LEGACY_USERNAME and REFUND_LEGACY_PASSWORD, or put legacy.username and legacy.password into a settings file. Nothing was sent.",
  });
  return { url, username: name, password: secret };
}

async function completePair(
  { talk, questions }: Run,
  { name, secret }: Credentials,
  words: { readonly nameLabel: string; readonly secretLabel: string; readonly advice: string },
): Promise<{ readonly name: string; readonly secret: Secret }> {
  if (name !== null && secret !== null) return { name, secret };
  if (!talk.asks) throw new ConfigurationError(words.advice, "credentials-missing");
  const ask = await questions();
  return {
    name: name ?? (await ask.text(words.nameLabel)),
    secret: secret ?? new Secret(await ask.secret(words.secretLabel)),
  };
}
