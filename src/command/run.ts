import { askedOnce } from "../config/asked-once.ts";
import { requireProxy } from "../config/proxy.ts";
import { readSettings, type Settings } from "../config/settings.ts";
import type { Context } from "../context.ts";
import type { CommonFlags } from "../flags.ts";
import type { Questions } from "../prompt/questions.ts";
import { createTalk, type Talk } from "../prompt/talk.ts";
import { type Stopping, watchStops } from "../stopping.ts";
import type { Transport } from "../transport/transport.ts";
import type { EmbeddedSandbox } from "./embedded-sandbox.ts";

/** What a command works with: the outside world, the settings, the user, and the way to the APIs. */
export interface Run {
  readonly context: Omit<Context, "keychain">;
  /** Asked for each account once. */
  readonly keychain: Context["keychain"];
  readonly settings: Settings;
  readonly talk: Talk;
  readonly stopping: Stopping;
  readonly questions: () => Promise<Questions>;
  readonly transport: Transport;
}

interface RunOptions {
  /** A wrong proxy setting does not end the run; then the run calls nobody. */
  readonly anyProxy?: boolean;
}

/** Opens a run, does the work in it, and closes everything that was opened, however the work ends. */
export async function withRun<T>(
  context: Context,
  flags: CommonFlags,
  work: (run: Run) => Promise<T>,
  { anyProxy = false }: RunOptions = {},
): Promise<T> {
  const stopping = watchStops(context);
  const talk = createTalk(context, flags);
  let sandbox: EmbeddedSandbox | null = null;
  let transport: Transport | null = null;
  try {
    if (flags.sandbox === true) sandbox = await embedSandbox(context);
    // The client loads while the settings are read from a disk that may not answer.
    const [settings, { createTransport }] = await Promise.race([
      Promise.all([readSettings(context, flags, sandbox), import("../transport/transport.ts")]),
      stopping.cancelled,
    ]);
    for (const warning of settings.warnings) talk.warn(warning);
    transport = createTransport({
      timeoutMs: settings.timeoutMs,
      proxy: anyProxy && settings.proxy.tag === "wrong" ? null : requireProxy(settings.proxy),
      certificatesChecked: settings.certificatesChecked,
      now: context.now,
      uptime: context.uptime,
      random: context.random,
      v8: context.versions.v8,
      sleep: context.sleep,
      connections: flags.concurrency ?? 1,
      trace: talk.trace,
    });
    const asking = { signal: stopping.signal, screen: talk.screen };
    let asker: Promise<Questions> | null = null;
    // The same object each time, because it remembers what was typed at each question.
    const questions = () =>
      (asker ??= import("../prompt/create-questions.ts").then(({ createQuestions }) =>
        createQuestions(context, asking),
      ));
    const keychain = askedOnce(context.keychain);
    const run: Run = { context, keychain, settings, talk, stopping, questions, transport };
    return await Promise.race([work(run), stopping.cancelled]);
  } finally {
    stopping.end();
    // A failure to close must not replace the outcome of a refund.
    await Promise.allSettled([transport?.close(), sandbox?.stop()]);
  }
}

async function embedSandbox(context: Context) {
  const { startEmbedded } = await import("./embedded-sandbox.ts");
  return startEmbedded(context);
}
