import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

/** cosmiconfig's own loaders run JavaScript and load TypeScript; src/config/file.ts brings loaders for data. */
const withoutCodeLoaders = {
  name: "cosmiconfig-without-code-loaders",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    plugin.onLoad({ filter: /cosmiconfig[\\/]dist[\\/]loaders\.js$/ }, () => ({
      contents: "module.exports = {};",
      loader: "js",
    }));
  },
};

rmSync("dist", { recursive: true, force: true });
rmSync("schema", { recursive: true, force: true });
const { metafile } = await build({
  // The second one is a program of its own, started by src/config/keychain.ts.
  entryPoints: [
    { in: "src/refund.ts", out: "refund" },
    { in: "src/config/keychain-child.js", out: "keychain-child" },
  ],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  // Native parts cannot be bundled: they are this package's only dependencies.
  external: ["libsql", "@napi-rs/keyring"],
  // Bundled CommonJS asks for Node's own modules with `require`.
  banner: {
    js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
  },
  plugins: [withoutCodeLoaders],
  metafile: true,
  logLevel: "warning",
});
const size = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`dist: ${Object.keys(metafile.outputs).length} files, ${Math.round(size / 1024)} KiB`);

// The JSON Schemas that ship are made from the very types the renderers are checked against.
const compiled = "dist/documents.tmp.mjs";
await build({
  entryPoints: ["src/render/documents.ts"],
  outfile: compiled,
  bundle: true,
  format: "esm",
  platform: "node",
});
const { schemas } = await import(new URL(compiled, import.meta.url).href);
rmSync(compiled);
mkdirSync("schema");
for (const [name, schema] of Object.entries(schemas())) {
  writeFileSync(`schema/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
