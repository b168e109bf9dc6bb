import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { folderFor } from "../journal/open.ts";

const run = promisify(execFile);

test(
  "the packed program installs and refunds, and is at most 1.5 MB",
  { timeout: 240_000 },
  async () => {
    const folder = folderFor();
    const packed = await run("npm", [
      "pack",
      "--json",
      "--ignore-scripts",
      "--pack-destination",
      folder,
    ]);
    const [{ filename, size, files }] = JSON.parse(packed.stdout) as [Packed];
    expect(size).toBeLessThanOrEqual(1.5 * 1024 * 1024);
    expect(statSync(join(folder, filename)).size).toBe(size);
    const rooms = new Set(files.map(({ path }) => path.split("/")[0]));
    expect([...rooms].sort()).toEqual([
      ...[".refundrc.example", "README.md", "bin", "dist", "package.json", "schema"],
    ]);

    const prefix = join(folder, "installed");
    await run("npm", [
      "install",
      "--global",
      "--prefix",
      prefix,
      "--no-audit",
      join(folder, filename),
    ]);
    const env = { PATH: process.env["PATH"], XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];
    const { stdout } = await run(join(prefix, "bin", "refund"), argv, { env, cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "accepted", refund: { amount: "241.49" } });
  },
);

interface Packed {
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}
