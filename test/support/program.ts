import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import type { Ended } from "./context.ts";
import { dataFolder } from "./process.ts";
import { refuseSecrets } from "./secrets.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { sandboxFor } from "./sandbox.ts";

const entry = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** The real program in a process of its own. */
export interface Started {
  readonly child: ChildProcessByStdio<Writable | null, Readable, Readable>;
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
  /** With an input that stays open and through which nothing comes. */
  readonly runWithIdleInput: (...argv: readonly string[]) => Started["ended"];
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
export function deskFor(): Desk {
  const home = mkdtempSync(join(tmpdir(), "refund-desk-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const cwd = join(home, "work");
  mkdirSync(cwd);
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    USERPROFILE: home,
    TZ: "UTC",
    APPDATA: join(home, "config"),
    LOCALAPPDATA: join(home, "data"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
  };
  const where = { cwd, env };
  const line = [process.execPath, entry];
  const startAs = (
    [command = "", ...words]: readonly string[],
    argv: readonly string[],
  ): Started => {
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    return watch(spawn(command, [...words, ...argv], { ...where, stdio }), argv, env);
  };
  const start = (...argv: readonly string[]): Started => startAs(line, argv);
  return {
    home,
    env,
    start,
    run: (...argv) => start(...argv).ended,
    startInto: (file, ...argv) => startAs(["bash", "-c", 'exec "$@" >"$0"', file, ...line], argv),
    runWithIdleInput: (...argv) =>
      watch(spawn(process.execPath, [entry, ...argv], where), argv, env).ended,
  };
}

function watch(
  child: Started["child"],
  argv: readonly string[],
  env: Record<string, string>,
): Started {
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const ended = new Promise<Awaited<Started["ended"]>>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      try {
        refuseSecrets({ argv, env, said: out() + err(), data: dataFolder(env) });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
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
