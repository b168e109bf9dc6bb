import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderFor } from "../journal/open.ts";
import { currentTarget, load } from "../../scripts/native-part.ts";
import { runProcess } from "../support/process.ts";

test(
  "the packed program installs and refunds, and is at most 1.5 MB",
  { timeout: 240_000 },
  async () => {
    const folder = folderFor();
    const data = join(folder, "data");
    const env = { PATH: process.env["PATH"], XDG_DATA_HOME: data, XDG_CONFIG_HOME: folder };
    const npm = async (...words: string[]) => {
      const { code, out, err } = await runProcess("npm", words, {
        env: { ...process.env, ...env },
      });
      expect(code, err).toBe(0);
      return out;
    };
    const packed = await npm("pack", "--json", "--ignore-scripts", "--pack-destination", folder);
    const [{ filename, size, files }] = JSON.parse(packed) as [Packed];
    expect(size).toBeLessThanOrEqual(1.5 * 1024 * 1024);
    expect(statSync(join(folder, filename)).size).toBe(size);
    const rooms = new Set(files.map(({ path }) => path.split("/")[0]));
    expect([...rooms].sort()).toEqual([
      ".refundrc.example",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "THIRD-PARTY-NOTICES.txt",
      "bin",
      "dist",
      "docs",
      "man",
      "package.json",
      "schema",
    ]);

    const prefix = join(folder, "installed");
    const where = ["--global", "--prefix", prefix, "--no-audit"];
    await npm("install", ...where, join(folder, filename));
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];
    const { out } = await runProcess(join(prefix, "bin", "refund"), argv, {
      // A developer of the database's library has it set, who has no build of it in this package.
      env: { ...env, LIBSQL_JS_DEV: "1" },
      cwd: folder,
    });
    expect(JSON.parse(out)).toMatchObject({ outcome: "accepted", refund: { amount: "241.49" } });

    // A colleague's settings for npm, or a lock file from another system, leave the native parts out.
    const bare = join(folder, "without-native-parts");
    const without = ["--prefix", bare, "--no-audit", "--omit=optional"];
    await npm("install", ...without, join(folder, filename));
    for (const line of [argv, ["history"], ["batch", "README.md", "--dry-run"]]) {
      const told = await runProcess(join(bare, "node_modules", ".bin", "refund"), line, { env });
      expect([told.code, told.out + told.err]).toEqual([
        1,
        expect.stringMatching(/native part, @libsql\/.* nothing was sent. Install .*optional/),
      ]);
    }
  },
);

test("the native parts that an installation brings belong to the database in the bundle", () => {
  expect(manifestOf("package.json").optionalDependencies).toEqual(
    manifestOf("node_modules/libsql/package.json").optionalDependencies,
  );
});

test("the one for this system is found by its name", () => {
  const { optionalDependencies } = manifestOf("package.json");
  expect(Object.keys(optionalDependencies)).toContain(`@libsql/${currentTarget()}`);
  expect(Object.keys(load() as object)).toContain("databaseOpen");
});

function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}

interface Manifest {
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

interface Packed {
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}
