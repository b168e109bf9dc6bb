import { readSettings, type Settings, type SettingsFlags } from "../config/settings.ts";
import type { Context } from "../context.ts";
import type { Questions } from "../prompt/questions.ts";
import { createTalk, type Talk, type TalkFlags } from "../prompt/talk.ts";
import { type Stopping, watchStops } from "../stopping.ts";
import type { Transport } from "../transport/transport.ts";

/** The flags that every command takes. */
export interface CommonFlags extends SettingsFlags, TalkFlags {
  readonly json?: boolean | undefined;
  readonly sandbox?: boolean | undefined;
  /** How many calls a batch makes at once; everything else makes one after another. */
  readonly concurrency?: number | undefined;
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
    // The client is loaded while the settings are read.
    const [settings, { createTransport }] = await Promise.all([
      readSettings(context, flags, sandbox),
      import("../transport/transport.ts"),
    ]);
    for (const warning of settings.warnings) talk.warn(warning);
    transport = createTransport({
      ...{ ...context, timeoutMs: settings.timeoutMs, trace: talk.trace },
      connections: flags.concurrency ?? 1,
    });
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
