import { createRequire } from "node:module";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "rolldown";
import { newestNode } from "./binary/newest-node.ts";
import { forNode, inParts } from "./bundling.js";
import { nodeOf } from "./node-of.ts";
import { run } from "./run.ts";

// Makes one executable of the newest Node and this program, for the platform that this runs on. Tried on Linux
// x64 only.
const isWindows = process.platform === "win32";
const folder = "binary";
const executable = join(folder, isWindows ? "refund.exe" : "refund");
const here = (name: string) => fileURLToPath(new URL(`binary/${name}`, import.meta.url));

/** Modules that have another in their place: what is native, and the program as bin/refund.js finds it. */
const inTheirPlace: Plugin = {
  name: "in-their-place",
  resolveId: {
    filter: { id: /^(libsql|.*\/libsql\.ts|@napi-rs\/keyring|\.\.\/dist\/refund\.js)$/ },
    handler: (source) => {
      if (source === "@napi-rs/keyring") return here("keyring.ts");
      if (source === "../dist/refund.js")
        return fileURLToPath(new URL("../src/refund.ts", import.meta.url));
      return here("libsql.ts");
    },
  },
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const { output } = await build({
  ...forNode,
  external: [],
  input: { program: "bin/refund.js", "keychain-child": "src/config/keychain-child.js" },
  plugins: [inTheirPlace, forNode.plugins],
  output: { dir: folder, ...inParts },
});
const assets: Record<string, string> = { "keyring.node": nativeFile("@napi-rs/keyring") };
for (const file of output) {
  if (file.type !== "chunk") continue;
  const path = join(folder, file.fileName);
  const code = file.code.replace(/^#!.*/, "");
  // The function that scripts/binary/start.cjs calls, as Node makes one of every CommonJS file.
  writeFileSync(path, `(function (exports, require, module, __filename) {${code}\n})`);
  assets[file.fileName] = path;
  assets[`${file.fileName}.code`] = `${path}.code`;
}
const parts = Object.values(assets).filter((path) => path.endsWith(".js"));
const node = nodeOf(newestNode);
run(node, [here("compile.cjs"), ...parts]);
const config = join(folder, "sea.json");
writeFileSync(
  config,
  JSON.stringify({
    main: here("start.cjs"),
    output: executable,
    disableExperimentalSEAWarning: true,
    assets,
  }),
);
run(node, ["--build-sea", config]);
// macOS starts nothing that was changed after it was signed.
if (process.platform === "darwin") run("codesign", ["--sign", "-", "--force", executable]);
console.log(`${executable}: ${Math.round(statSync(executable).size / 1024 / 1024)} MB`);

/** The file that a package loads as its native part on this platform. */
function nativeFile(name: string): string {
  const require = createRequire(import.meta.url);
  require(name);
  const loaded = require.cache[require.resolve(name)]?.children ?? [];
  const path = loaded.map(({ filename }) => filename).find((each) => each.endsWith(".node"));
  if (path === undefined) throw new Error(`${name} loads no native part here.`);
  return path;
}
