import type { Context } from "./context.ts";
import type { TimeoutMs } from "./timeout.ts";

/** The flags that choose settings. */
export interface SettingsFlags {
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly timeout?: TimeoutMs | undefined;
}

/** The flags that decide how the program talks with its user. */
export interface TalkFlags {
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly input?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** Whether questions may be asked: both ends are a terminal, and `--no-input` is not set. */
export function mayAsk({ input }: TalkFlags, { terminal }: Pick<Context, "terminal">): boolean {
  return terminal.stdin && terminal.stderr && input !== false;
}

/** The flags that every command takes. */
export interface CommonFlags extends SettingsFlags, TalkFlags {
  readonly json?: boolean | undefined;
  readonly sandbox?: boolean | undefined;
  /** How many calls are made at once by what makes several; everything else makes one after another. */
  readonly concurrency?: number | undefined;
}
