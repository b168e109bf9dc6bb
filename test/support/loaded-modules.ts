import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
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
}

/** Tells every file that Node loads, by way of Node's own hooks. */
const hooks = `export async function load(url, context, next) {
  if (url.startsWith("file:")) (await import("node:fs")).appendFileSync(process.env.LOADED, url + "\\n");
  return next(url, context);
}`;

/** Runs the built program and looks up, in what the build wrote down, what its files consist of. */
export async function loadedBy(
  argv: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  const list = join(folder, "loaded.txt");
  const register = `import { register } from "node:module"; register(${JSON.stringify(asUrl(hooks))});`;
  const words = ["--import", asUrl(register), "bin/refund.js", ...argv];
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
  const urls = readFileSync(list, "utf8").trim().split("\n");
  const dist = pathToFileURL("dist/").href;
  const contents = JSON.parse(readFileSync("dist/contents.json", "utf8")) as Contents;
  const inputs = urls.flatMap((url) =>
    url.startsWith(dist)
      ? (contents[basename(url)] ?? [])
      : [url.slice(url.indexOf("node_modules"))],
  );
  const program = urls.filter((url) => url.startsWith(dist)).map((url) => basename(url));
  const packages = inputs.flatMap((path) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    return name === undefined ? [] : [name];
  });
  return {
    program,
    files: inputs,
    sources: new Set(inputs.filter((path) => path.startsWith("src/"))),
    packages: new Set(packages),
  };
}

type Contents = Readonly<Record<string, readonly string[]>>;

function asUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
