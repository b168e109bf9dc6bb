import { spawn } from "node:child_process";
import type { Writable } from "node:stream";

/** A program that shows to a person what is written into it. */
export interface StartedPager {
  readonly input: Writable;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks it to end. */
  readonly end: () => void;
}

/** What a shell would not take as it stands; a command with any of it is left to the shell, as git does. */
const forShell = /[|&;<>()$`\\"' \t\n*?[#~=%]/;

/** Null where there is no such program. */
export async function startPager(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<StartedPager | null> {
  const child = spawn(command, [], {
    env: { ...env },
    shell: forShell.test(command),
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const started = await new Promise<boolean>((resolve) => {
    child.once("spawn", () => {
      resolve(true);
    });
    child.once("error", () => {
      resolve(false);
    });
  });
  if (!started) return null;
  return {
    input: child.stdin,
    ended,
    end: () => {
      child.kill();
    },
  };
}
