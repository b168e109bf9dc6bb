import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** A machine of a team: the real program in folders of its own. */
export interface TeamMachine {
  readonly folder: string;
  readonly start: (...argv: readonly string[]) => Run;
  readonly remove: () => void;
}

export interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function teamMachine(env: Readonly<Record<string, string>>): TeamMachine {
  const folder = mkdtempSync(join(tmpdir(), "refund-machine-"));
  const cwd = join(folder, "work");
  mkdirSync(cwd);
  const all = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    ...env,
  };
  return {
    folder,
    start: (...argv) => {
      const child = spawn(process.execPath, [program, ...argv], {
        cwd,
        env: all,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
      child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
      const ended = once(child, "close").then(([code]) => ({
        code: code as number | null,
        out,
        err,
      }));
      return { child, ended };
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
