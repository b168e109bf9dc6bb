import { execFile } from "node:child_process";
import { dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import type { Ended } from "./context.ts";
import { refuseSecrets } from "./secrets.ts";

const start = promisify(execFile);

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where a run keeps its journal, if its environment does not say. */
  readonly data?: string;
}

/** Runs a program to its end: this one, or one that starts it, such as a shell or an installer. */
export async function runProcess(
  program: string,
  argv: readonly string[],
  { env, cwd = process.cwd(), data = dataFolder(env) }: Surroundings,
): Promise<Ended> {
  const { stdout, stderr, code } = await start(program, [...argv], { env, cwd }).then(
    (streams) => ({ ...streams, code: 0 }),
    (error: unknown) => error as { stdout: string; stderr: string; code: number },
  );
  refuseSecrets({ argv: [program, ...argv], env, said: stdout + stderr, data });
  return { code, out: stdout, err: stderr };
}

/** A script of bash. */
export function runScript(script: string, where: Surroundings): Promise<Ended> {
  return runProcess("bash", ["--norc", "-c", script], where);
}

/** Where a run with this environment keeps its journal. */
export function dataFolder({ HOME, XDG_DATA_HOME, REFUND_JOURNAL }: NodeJS.ProcessEnv): string {
  const isFolder = (text: string | undefined) => text !== undefined && isAbsolute(text);
  if (isFolder(REFUND_JOURNAL)) return dirname(REFUND_JOURNAL ?? "");
  if (isFolder(XDG_DATA_HOME)) return XDG_DATA_HOME ?? "";
  if (isFolder(HOME)) return join(HOME ?? "", ".local", "share");
  throw new Error("Its journal must not be this user's own.");
}
