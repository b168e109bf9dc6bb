import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Surroundings } from "../../src/config/file.ts";
import { readSettings, type Settings } from "../../src/config/settings.ts";
import type { SettingsFlags } from "../../src/flags.ts";
import { parseTimeout, type TimeoutMs } from "../../src/timeout.ts";
import type { Machine } from "./context.ts";

/** A time-out as `--timeout` takes it. */
export function seconds(text: string): TimeoutMs {
  const timeout = parseTimeout(text);
  if (timeout === null) throw new Error(`${text} is no time-out`);
  return timeout;
}

/** What is configured on a machine. */
export function readOn(
  { cwd, folders, env }: Surroundings,
  flags: SettingsFlags = {},
): Promise<Settings> {
  return readSettings({ cwd, folders, env }, flags, null);
}

/** A settings file of the machine's, readable by its owner only; its path. */
export function write(
  machine: Machine,
  folder: "cwd" | "config",
  name: string,
  data: object | string,
): string {
  const path = join(folder === "cwd" ? machine.cwd : machine.folders.config, name);
  writeFileSync(path, typeof data === "string" ? data : JSON.stringify(data), { mode: 0o600 });
  return path;
}
