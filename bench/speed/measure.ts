import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contender, Stage } from "./contender.ts";

export interface Figures {
  readonly wallMs: number;
  /** NaN for a program that is not Node. */
  readonly userMs: number;
  readonly peakMb: number;
}

const usage = fileURLToPath(new URL("usage.cjs", import.meta.url));

/** One run for the clock, and one with a preloaded reporter for processor time and memory. */
export async function measure(contender: Contender, stage: Stage): Promise<Figures> {
  await contender.prepare?.();
  const begun = performance.now();
  await run(contender, stage, false);
  const wallMs = performance.now() - begun;
  if (!contender.isNode) return { wallMs, userMs: NaN, peakMb: NaN };
  await contender.prepare?.();
  const told = await run(contender, stage, true);
  return { wallMs, ...(JSON.parse(told) as Omit<Figures, "wallMs">) };
}

async function run(
  { command, argv, env }: Contender,
  stage: Stage,
  told: boolean,
): Promise<string> {
  const child = spawn(command, [...(told ? ["--require", usage] : []), ...argv], {
    cwd: stage.folder,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let figures = "";
  let errors = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => (figures += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${String(code)}: ${errors}`);
  return figures;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
