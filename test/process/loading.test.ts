import { expect, test } from "vitest";
import { folderFor } from "../journal/open.ts";
import { loadedBy } from "../support/loaded-modules.ts";

const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];

test.each([["--version"], ["--help"], ["total --help"]])(
  "refund %s loads the command tree and nothing else",
  async (line) => {
    const { packages, sources } = await loadedBy(line.split(" "), folderFor());
    expect([...packages].sort()).toEqual(["commander", "env-paths", "is-safe-filename"]);
    const rooms = new Set([...sources].map((path) => path.split("/")[1]));
    expect([...rooms].filter((room) => !room?.endsWith(".ts")).sort()).toEqual([
      "domain",
      "program",
    ]);
  },
);

test("a scripted refund loads no prompt, no spinner, no settings library and no parser of YAML", async () => {
  const { packages, sources } = await loadedBy(refund, folderFor());
  expect([...packages]).toEqual(expect.arrayContaining(["undici", "kysely", "libsql"]));
  for (const idle of ["@inquirer/prompts", "@inquirer/core", "ora", "cosmiconfig", "yaml"]) {
    expect([...packages]).not.toContain(idle);
  }
  expect([...sources].filter((path) => path.startsWith("src/prompt/"))).toEqual([
    "src/prompt/talk.ts",
  ]);
});

test("neither undici's front door nor a loader of TypeScript is in the program at all", async () => {
  const { readFileSync } = await import("node:fs");
  const contents = readFileSync("dist/contents.json", "utf8");
  expect(contents).toContain("undici/lib/dispatcher/agent.js");
  for (const unwanted of ["undici/index.js", "node_modules/typescript/", "import-fresh"]) {
    expect(contents).not.toContain(unwanted);
  }
});
