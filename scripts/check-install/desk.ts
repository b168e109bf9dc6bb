import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { foldersOf } from "../../src/folders.ts";
import { run } from "../run.ts";

const isWindows = process.platform === "win32";

/** An empty folder as an ordinary user has it: a home, and a place for programs that needs no rights. */
export interface Desk {
  readonly home: string;
  /** Where the README says that the journal and the cache are. */
  readonly data: string;
  readonly cache: string;
  /** Where npm puts the commands that it installs. */
  readonly programs: string;
  /** npm with the user's own place for programs; no scripts of packages are run. */
  readonly npm: (...words: readonly string[]) => string;
  /** A command line of this user, whose `node` is the given one. */
  readonly type: (node: string, command: string, ...words: readonly string[]) => string;
}

export function createDesk(folder: string): Desk {
  const home = join(folder, "home");
  const prefix = join(folder, "programs");
  for (const each of [home, prefix]) mkdirSync(each);
  const programs = isWindows ? prefix : join(prefix, "bin");
  const inherited = Object.entries(process.env).filter(([name]) => !/^(refund|xdg)_/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData", "Roaming"),
    LOCALAPPDATA: join(home, "AppData", "Local"),
    npm_config_prefix: prefix,
    npm_config_ignore_scripts: "true",
    // With HOME elsewhere, npm would find neither the settings of whoever runs this nor what it has fetched.
    npm_config_userconfig: run("npm", ["config", "get", "userconfig"]).trim(),
    npm_config_cache: join(folder, "cache"),
  };
  const path = (...first: readonly string[]) => ({
    ...env,
    PATH: [...first, process.env["PATH"] ?? ""].join(delimiter),
  });
  const { data, cache } = foldersOf({ platform: process.platform, env, userHome: () => null });
  return {
    home,
    data: data ?? home,
    cache: cache ?? home,
    programs,
    npm: (...words) => run("npm", words, { env: path(), cwd: home }),
    type: (node, command, ...words) =>
      run(command, words, { env: path(dirname(node), programs), cwd: home }),
  };
}

/** Every file in a folder and in the folders inside it. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/**
 * Unpacks a tarball of this package and packs it again as another version.
 * @returns the new tarball
 */
export function asVersion(tarball: string, from: string, to: string): string {
  const folder = join(dirname(tarball), to);
  mkdirSync(folder);
  run("tar", ["-xzf", tarball, "-C", folder]);
  const unpacked = join(folder, "package");
  const dist = join(unpacked, "dist");
  const bundle = readdirSync(dist).map((name) => join(dist, name));
  for (const file of [join(unpacked, "package.json"), ...bundle]) {
    const text = readFileSync(file, "utf8");
    // The first one in quotes is the package's own.
    writeFileSync(
      file,
      text.replace(new RegExp(`(["\`])${from.replaceAll(".", "\\.")}\\1`), `"${to}"`),
    );
  }
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: unpacked });
  rmSync(unpacked, { recursive: true });
  return tarballIn(folder);
}

/** @throws when there is none */
export function tarballIn(folder: string): string {
  const name = readdirSync(folder).find((each) => each.endsWith(".tgz"));
  if (name === undefined) throw new Error(`npm pack left nothing in ${folder}.`);
  return join(folder, name);
}
