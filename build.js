import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { build } from "rolldown";
import { forNode, inParts } from "./scripts/bundling.js";
import { notices } from "./scripts/notices.js";

rmSync("dist", { recursive: true, force: true });
rmSync("schema", { recursive: true, force: true });
const { output } = await build({
  ...forNode,
  // The second one is a program of its own, started by src/config/keychain.ts.
  input: { refund: "src/refund.ts", "keychain-child": "src/config/keychain-child.js" },
  output: {
    dir: "dist",
    ...inParts,
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
const documents = await build({
  ...forNode,
  input: "src/render/documents/json-schemas.ts",
  write: false,
});
const { schemas } = await import(
  `data:text/javascript,${encodeURIComponent(documents.output[0].code)}`
);
mkdirSync("schema");
for (const [name, schema] of Object.entries(schemas())) {
  writeFileSync(`schema/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
