import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { folderFor } from "../journal/open.ts";
import { loadedBy } from "../support/loaded-modules.ts";
import { sandboxFor } from "../support/sandbox.ts";

const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];

/** What a refund loads that goes to a server of its own. */
async function loadedByScript() {
  const line = refund.filter((word) => word !== "--sandbox");
  return loadedBy(line, folderFor(), environmentOf(await sandboxFor()));
}

test.each(["--version", "--help", "-h"])("refund %s loads no command tree", async (word) => {
  const { packages, sources } = await loadedBy([word], folderFor());
  expect([...packages]).toEqual([]);
  expect([...sources].sort()).toEqual([
    "src/compiled-code.ts",
    "src/context.ts",
    "src/folders.ts",
    "src/help-page.ts",
    "src/main.ts",
    "src/make-folder.ts",
    "src/refund.ts",
    "src/safe-text.ts",
    "src/standard-streams.ts",
    "src/version.ts",
  ]);
});

test.each(["--version", "--help"])(
  "refund %s makes no stream to write what it says",
  async (word) => {
    const { node } = await loadedBy([word], folderFor());
    expect([...node]).toContain("NativeModule fs");
    expect([...node]).not.toContain("NativeModule stream");
  },
);

test.each([
  ["--help --no-color", ["commander"], ["src/program"]],
  ["total --help", ["commander", "fastest-levenshtein"], ["src/domain", "src/program"]],
])("refund %s loads what it lists and nothing that works", async (line, libraries, rooms) => {
  const { packages, sources } = await loadedBy(line.split(" "), folderFor());
  expect([...packages].sort()).toEqual(libraries);
  // A command that is asked for has all declared; what they do is loaded when they run.
  const declarations =
    /^src\/command\/\w+\/(declare(-\w+)?|\w+-options|batch-option-values|tell-account|refund-flags|run-refund|bash-completion)\.ts$/;
  const others = [...sources].filter((path) => !declarations.test(path));
  const loaded = new Set(others.map((path) => dirname(path)));
  expect([...loaded].sort()).toEqual(["src", ...rooms]);
});

test("the command tree declares no command in full to list it", async () => {
  const { sources } = await loadedBy(["--help", "--no-color"], folderFor());
  expect([...sources]).toContain("src/program/outlines.ts");
  expect([...sources]).not.toContain("src/program/declarations.ts");
});

test("a scripted refund loads no prompt, no spinner, no settings library and no parser of YAML", async () => {
  const { files, packages, sources } = await loadedBy(refund, folderFor());
  const undici = files.filter((path) => path.includes("/undici/")).join();
  expect(undici).toContain("/undici/lib/dispatcher/agent.js");
  expect(undici).not.toContain("/undici/index.js");
  expect([...packages]).toEqual(expect.arrayContaining(["undici", "kysely"]));
  for (const idle of [
    "inquirer",
    "@inquirer/prompts",
    "@inquirer/core",
    "ora",
    "cosmiconfig",
    "yaml",
  ]) {
    expect([...packages]).not.toContain(idle);
  }
  expect([...sources]).toContain("src/prompt/talk.ts");
  expect([...sources]).not.toContain("src/prompt/create-questions.ts");
});

test("what a scripted refund loads is in few files, each of which costs time to find", async () => {
  const { program } = await loadedByScript();
  expect(program.length).toBeLessThan(16);
});

test("the database is found without a report on the process, and without what starts others", async () => {
  const { files, node } = await loadedByScript();
  expect(files.some((file) => file.endsWith(".node"))).toBe(true);
  expect([...node]).toContain("NativeModule v8");
  expect([...node]).not.toContain("Internal Binding report");
  expect([...node]).not.toContain("NativeModule child_process");
});

test("a scripted refund begins its connection before it loads the journal and the database", async () => {
  const { files, beforeConnecting } = await loadedByScript();
  expect([...beforeConnecting]).toContain("src/transport/transport.ts");
  for (const late of ["src/journal/journal.ts", "src/journal/libsql.ts"]) {
    expect(files).toContain(late);
    expect([...beforeConnecting]).not.toContain(late);
  }
});

test("every file of the program is one that these tests can see being loaded", () => {
  const files = Object.keys(JSON.parse(readFileSync("dist/contents.json", "utf8")) as object);
  expect(files).toContain("refund.js");
  for (const file of files) {
    // What a module would import is not among what was required.
    expect(readFileSync(join("dist", file), "utf8")).not.toMatch(/\bimport\(|^import\b/m);
  }
});

test.runIf("enableCompileCache" in nodeModule)(
  "compiled code is kept for the next run, where Node can",
  async () => {
    const folder = folderFor();
    const cache = join(folder, "cache");
    await loadedBy(["total", "--help"], folder, { XDG_CACHE_HOME: cache });
    const kept = readdirSync(join(cache, "refund", "compiled"), { recursive: true });
    // A folder for this version of Node, and what is loaded after the start: the tree and the commands.
    expect(kept.length).toBeGreaterThanOrEqual(3);
  },
);

test.runIf("enableCompileCache" in nodeModule)(
  "no compiled code is kept or taken where others could put theirs",
  async () => {
    const folder = folderFor();
    const cache = join(folder, "cache");
    mkdirSync(join(cache, "refund"), { recursive: true });
    chmodSync(join(cache, "refund"), 0o777);
    await loadedBy(["--help"], folder, { XDG_CACHE_HOME: cache, TMPDIR: folder });
    expect(readdirSync(join(cache, "refund"), { recursive: true })).toEqual(["compiled"]);
    expect(readdirSync(folder)).not.toContain("node-compile-cache");
  },
);

test("no loader of JavaScript or TypeScript settings is in the program at all", () => {
  const contents = readFileSync("dist/contents.json", "utf8");
  expect(contents).toContain("node_modules/cosmiconfig/");
  for (const unwanted of ["node_modules/typescript/", "node_modules/import-fresh/"]) {
    expect(contents).not.toContain(unwanted);
  }
});

test("what tells an outcome is in the file of what sends, and cannot be missing afterwards", () => {
  const contents = JSON.parse(readFileSync("dist/contents.json", "utf8")) as Record<
    string,
    string[]
  >;
  for (const sender of ["refund/send-refund", "legacy/refund-line-item"]) {
    const [parts] = Object.values(contents).filter((from) =>
      from.includes(`src/command/${sender}.ts`),
    );
    expect(parts).toEqual(
      expect.arrayContaining(["src/render/refund-outcome.ts", "src/render/failure.ts"]),
    );
  }
});
