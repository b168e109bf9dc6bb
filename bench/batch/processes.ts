import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = here("../../bin/refund.js");

export interface StandIn {
  readonly env: Record<string, string>;
  readonly stop: () => void;
}

/** A stand-in in a process of its own. */
export async function standInProcess(orders: number, delayMs: number): Promise<StandIn> {
  const child = start(["--import", "tsx", here("stand-in.ts"), `${orders}`, `${delayMs}`], {});
  if (child.stdout === null) throw new Error("its stdout was asked for");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { env: JSON.parse(line) as Record<string, string>, stop: () => child.kill("SIGKILL") };
}

/** Credentials for an endpoint where nobody listens. */
export const closedAccount: Readonly<Record<string, string>> = {
  REFUND_RPC_URL: "http://127.0.0.1:9/",
  REFUND_MERCHANT_CODE: "BENCH",
  REFUND_SECRET_KEY: "not-a-real-secret-key",
};

export interface ProgramEnd {
  readonly code: number | null;
  readonly seconds: number;
  /** Of the process at its largest, in MB; null when it did not live to say. */
  readonly peakMb: number | null;
  /** Processor time, all threads of it; null likewise. */
  readonly userSeconds: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program to its end. */
export async function runProgram(
  argv: readonly string[],
  env: Record<string, string>,
): Promise<ProgramEnd> {
  const begun = performance.now();
  const child = start(["--import", here("usage.js"), program, ...argv], env);
  const [out, err, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  const used = (pattern: RegExp, unit: number) => {
    const found = pattern.exec(err)?.[1];
    return found === undefined ? null : Number(found) / unit;
  };
  return {
    code,
    out,
    err,
    seconds: (performance.now() - begun) / 1000,
    peakMb: used(/^peak memory (\d+) KB$/m, 1024),
    userSeconds: used(/^user time (\d+) us$/m, 1e6),
  };
}

/** Runs a contender, which prints the seconds that its work took. */
export async function runContender(
  name: "bare.ts" | "csv-loop.ts" | "php-sample.ts",
  args: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const child = start(["--import", "tsx", here(name), ...args], env);
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const seconds = Number(out);
  if (out === "" || Number.isNaN(seconds)) throw new Error(`${name}: ${out}${err}`);
  return seconds;
}

function start(argv: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, argv, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  let text = "";
  if (stream !== null) for await (const chunk of stream) text += String(chunk);
  return text;
}
