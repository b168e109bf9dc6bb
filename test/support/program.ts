import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import type { Ended } from "./context.ts";
import { refuseSecrets } from "./secrets.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { sandboxFor } from "./sandbox.ts";

const entry = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** The real program in a process of its own. */
export interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended & { readonly signal: NodeJS.Signals | null }>;
  /** What stderr has said so far. */
  readonly said: () => string;
}

/** Where the real program is run: folders and an environment of their own, nothing of this process's. */
export interface Desk {
  readonly home: string;
  readonly env: Record<string, string>;
  readonly start: (...argv: readonly string[]) => Started;
  /** Its stdout goes into a file, a pipe or a device. */
  readonly startInto: (file: string, ...argv: readonly string[]) => Started;
  readonly run: (...argv: readonly string[]) => Started["ended"];
}

/** A desk whose program uses a stand-in in this process. */
export async function deskWithShop(
  options: SandboxOptions = {},
): Promise<{ readonly desk: Desk; readonly sandbox: Sandbox }> {
  const sandbox = await sandboxFor(options);
  const desk = deskFor();
  Object.assign(desk.env, environmentOf(sandbox));
  return { desk, sandbox };
}

/**
 * The folders are removed with the test, and a program that still runs is ended.
 * @param program where it is installed, if not here
 */
export function deskFor(program = entry): Desk {
  const home = mkdtempSync(join(tmpdir(), "refund-desk-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const cwd = join(home, "work");
  mkdirSync(cwd);
  const env: Record<string, string> = {
    ...{ PATH: process.env["PATH"] ?? "", HOME: home, USERPROFILE: home, TZ: "UTC" },
    ...{ APPDATA: join(home, "config"), LOCALAPPDATA: join(home, "data") },
    ...{ XDG_CONFIG_HOME: join(home, "config"), XDG_DATA_HOME: join(home, "data") },
  };
  const command = [process.execPath, program];
  const start = (...argv: readonly string[]): Started => startIn(cwd, env, command, argv);
  return {
    ...{ home, env, start, run: (...argv) => start(...argv).ended },
    startInto: (file, ...argv) =>
      startIn(cwd, env, ["bash", "-c", 'exec "$@" >"$0"', file, ...command], argv),
  };
}

function startIn(
  cwd: string,
  env: Record<string, string>,
  [command = "", ...words]: readonly string[],
  argv: readonly string[],
): Started {
  const child = spawn(command, [...words, ...argv], {
    ...{ cwd, env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const ended = new Promise<Awaited<Started["ended"]>>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      refuseSecrets({ argv, env, said: out() + err(), data: env["XDG_DATA_HOME"] ?? "" });
      resolve({ code: code ?? -1, signal, out: out(), err: err() });
    });
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  return { child, ended, said: err };
}

function collect(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
