import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { runProcess } from "./process.ts";

/** What a run of the built program loaded. */
export interface Loaded {
  /** The names of the bundle's own files. */
  readonly program: readonly string[];
  /** Everything, by the path the build knows it by. */
  readonly files: readonly string[];
  /** Our own source files. */
  readonly sources: ReadonlySet<string>;
  /** Packages, bundled or not, by their names. */
  readonly packages: ReadonlySet<string>;
  /** As `files`: what was loaded when the first connection was begun. */
  readonly beforeConnecting: ReadonlySet<string>;
  /** Node's own modules and bindings, as its `process.moduleLoadList` names them. */
  readonly node: ReadonlySet<string>;
}

/** Runs the built program and looks up, in what the build wrote down, what its files consist of. */
export async function loadedBy(
  argv: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  const list = join(folder, "loaded.json");
  const words = ["--require", resolve("test/support/loaded.cjs"), "bin/refund.js", ...argv];
  const { code, err } = await runProcess(process.execPath, words, {
    env: {
      PATH: process.env["PATH"],
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      LOADED: list,
      ...env,
    },
  });
  if (code !== 0) throw new Error(`It ended with ${code}: ${err}`);
  const { files: paths, beforeConnecting, node } = JSON.parse(readFileSync(list, "utf8")) as Listed;
  const contents = JSON.parse(readFileSync("dist/contents.json", "utf8")) as Contents;
  const isProgram = (path: string) => dirname(path) === resolve("dist");
  const inputsOf = (path: string) =>
    isProgram(path) ? (contents[basename(path)] ?? []) : [relative(resolve(), path)];
  const program = paths.filter(isProgram);
  const inputs = paths.flatMap(inputsOf);
  const packages = inputs.flatMap((path) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    return name === undefined ? [] : [name];
  });
  return {
    program: program.map((path) => basename(path)),
    files: inputs,
    sources: new Set(inputs.filter((path) => path.startsWith("src/"))),
    packages: new Set(packages),
    beforeConnecting: new Set(beforeConnecting.flatMap(inputsOf)),
    node: new Set(node),
  };
}

/** What test/support/loaded.cjs writes. */
interface Listed {
  readonly files: readonly string[];
  readonly beforeConnecting: readonly string[];
  readonly node: readonly string[];
}

type Contents = Readonly<Record<string, readonly string[]>>;
