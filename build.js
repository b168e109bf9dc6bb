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

/**
 * Modules of Node's own that cost start-up time for nothing. commander loads child_process for subcommands
 * that are programs of their own, of which there are none. Importing process as a module, as
 * some packages do, reads each of its properties, and so opens stdin.
 */
const withoutIdleModules = {
  name: "without-idle-modules",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    plugin.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "child_process", namespace: "idle" } : null,
    );
    plugin.onResolve({ filter: /^node:process$/ }, ({ kind, importer }) =>
      kind === "import-statement" && /node_modules/.test(importer)
        ? { path: "process", namespace: "idle" }
        : null,
    );
    plugin.onLoad({ filter: /./, namespace: "idle" }, ({ path }) => ({
      contents: path === "process" ? "export default globalThis.process;" : "",
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
  minifyWhitespace: true,
  // Native parts cannot be bundled: they are this package's only dependencies.
  external: ["libsql", "@napi-rs/keyring"],
  // Bundled CommonJS asks for Node's own modules with `require`.
  banner: {
    js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
  },
  plugins: [withoutCodeLoaders, withoutIdleModules],
  metafile: true,
  logLevel: "warning",
});
// What went into which file: a test compares it with what a command loads.
writeFileSync("dist/contents.json", JSON.stringify(metafile.outputs));
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
