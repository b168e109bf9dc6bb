import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { refuseSecrets } from "../../test/support/secrets.ts";

const program = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
}

/**
 * Starts the real program in a process of its own. It must have been built, and its environment names the
 * journal. Rejects when it left a secret behind.
 * @param data where the machine keeps data; left out, the folder of the journal's file
 */
export function startProgram(
  argv: readonly string[],
  env: Record<string, string>,
  data: string = dirname(env["REFUND_JOURNAL"] ?? ""),
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  if (env["REFUND_JOURNAL"] === undefined)
    throw new Error("Its journal must not be this user's own.");
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  const ended = once(child, "close").then(([code]) => {
    refuseSecrets({ argv, env, said: out + err, data });
    return { code: code as number | null, out };
  });
  return { child, ended };
}
