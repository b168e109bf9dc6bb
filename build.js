import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { build } from "rolldown";
import { notices } from "./scripts/notices.js";

/**
 * Files of the bundle, each with all that it needs and no file before it has. Finding and linking a file
 * costs more than reading a longer one, and what is shared would else be cut into dozens.
 * @type {readonly (readonly [name: string, from: RegExp])[]}
 */
const parts = [
  ["start", /[\\/]src[\\/]refund\.ts$/],
  ["tree", /[\\/]src[\\/]command-line\.ts$/],
  ["commands", /[\\/]src[\\/]program[\\/]declarations\.ts$/],
  ["work", /[\\/]src[\\/](command|render)[\\/](?!batch|completion|embedded|sandbox|documents)/],
  ["client", /[\\/]src[\\/]transport[\\/]transport\.ts$/],
  ["journal", /[\\/]src[\\/]journal[\\/]journal\.ts$/],
];

/**
 * cosmiconfig's own loaders run JavaScript and load TypeScript; src/config/file.ts brings loaders for data.
 * @type {import("rolldown").Plugin}
 */
const withoutCodeLoaders = {
  name: "cosmiconfig-without-code-loaders",
  load: {
    filter: { id: /cosmiconfig[\\/]dist[\\/]loaders\.js$/ },
    handler: () => "module.exports = {};",
  },
};

/**
 * Modules of Node's own that cost start-up time for nothing. commander loads child_process for subcommands
 * that are programs of their own, of which there are none; undici loads HTTP/2, which is not switched on,
 * and does without where there is none. Importing process as a module, as some packages do, reads each of
 * its properties, and so opens stdin.
 * @type {import("rolldown").Plugin}
 */
const withoutIdleModules = {
  name: "without-idle-modules",
  resolveId: {
    filter: { id: /^node:(child_process|http2|process)$/ },
    handler: (source, importer = "", { kind }) => {
      const idle =
        (source === "node:child_process" && /[\\/]commander[\\/]/.test(importer)) ||
        (source === "node:http2" && /[\\/]undici[\\/]/.test(importer)) ||
        (source === "node:process" && kind === "import-statement" && /node_modules/.test(importer));
      return idle ? `\0idle:${source}` : null;
    },
  },
  load: {
    filter: { id: /^\0idle:/ },
    handler: (id) => ({
      code:
        { "node:child_process": "", "node:http2": "exports.constants = {};" }[id.slice(6)] ??
        "export default globalThis.process;",
      moduleSideEffects: false,
    }),
  },
};

/** @type {import("rolldown").InputOptions} */
const forNode = {
  platform: "node",
  transform: { target: "node20.19" },
  // Native parts cannot be bundled: they are this package's only dependencies.
  external: ["libsql", "@napi-rs/keyring"],
};

rmSync("dist", { recursive: true, force: true });
rmSync("schema", { recursive: true, force: true });
const { output } = await build({
  ...forNode,
  // The second one is a program of its own, started by src/config/keychain.ts.
  input: { refund: "src/refund.ts", "keychain-child": "src/config/keychain-child.js" },
  // What starts may give more to later files than to bin/, and needs no file before it that gives less.
  preserveEntrySignatures: "allow-extension",
  plugins: [withoutCodeLoaders, withoutIdleModules],
  output: {
    dir: "dist",
    // Node 20 finds, links and starts the same code faster in this format than as modules.
    format: "cjs",
    chunkFileNames: "[name]-[hash].js",
    // Names stay, for the stack of a fault.
    minify: { compress: true, mangle: false, codegen: true },
    codeSplitting: {
      groups: parts.map(([name, test], place) => ({ name, test, priority: parts.length - place })),
    },
  },
});
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');
const chunks = output.filter((file) => file.type === "chunk");
// What went into which file: a test compares it with what a command loads.
const contents = chunks.map(({ fileName, moduleIds }) => [
  fileName,
  moduleIds.map((id) => relative(import.meta.dirname, id)),
]);
writeFileSync("dist/contents.json", JSON.stringify(Object.fromEntries(contents)));
writeFileSync("THIRD-PARTY-NOTICES.txt", notices(chunks.flatMap(({ moduleIds }) => moduleIds)));
const size = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
console.log(`dist: ${chunks.length} files, ${Math.round(size / 1024)} KiB`);

// The JSON Schemas that ship are made from the very types the renderers are checked against.
const documents = await build({ ...forNode, input: "src/render/documents.ts", write: false });
const { schemas } = await import(
  `data:text/javascript,${encodeURIComponent(documents.output[0].code)}`
);
mkdirSync("schema");
for (const [name, schema] of Object.entries(schemas())) {
  writeFileSync(`schema/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
