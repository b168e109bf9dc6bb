import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { demonstrationAccount } from "../../src/sandbox/account.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { folderFor } from "../journal/open.ts";
import { loadedBy } from "../support/loaded-modules.ts";

const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];

test("refund --version loads no command tree", async () => {
  const { packages, sources } = await loadedBy(["--version"], folderFor());
  expect([...packages].sort()).toEqual(["env-paths", "is-safe-filename"]);
  expect([...sources].sort()).toEqual([
    ...["src/context.ts", "src/main.ts", "src/refund.ts", "src/version.ts"],
  ]);
});

test.each([["--help"], ["total --help"]])(
  "refund %s loads the command tree and nothing else",
  async (line) => {
    const { packages, sources } = await loadedBy(line.split(" "), folderFor());
    const tree = ["commander", "env-paths", "fastest-levenshtein", "is-safe-filename"];
    expect([...packages].sort()).toEqual(tree);
    const rooms = new Set([...sources].map((path) => path.split("/")[1]));
    expect([...rooms].filter((room) => !room?.endsWith(".ts")).sort()).toEqual([
      ...["domain", "program"],
    ]);
  },
);

test("a scripted refund loads no prompt, no spinner, no settings library and no parser of YAML", async () => {
  const { files, packages, sources } = await loadedBy(refund, folderFor());
  const undici = files.filter((path) => path.includes("/undici/")).join();
  expect(undici).toContain("/undici/lib/dispatcher/agent.js");
  expect(undici).not.toContain("/undici/index.js");
  expect([...packages]).toEqual(expect.arrayContaining(["undici", "kysely", "libsql"]));
  for (const idle of ["@inquirer/prompts", "@inquirer/core", "ora", "cosmiconfig", "yaml"]) {
    expect([...packages]).not.toContain(idle);
  }
  expect([...sources]).toContain("src/prompt/talk.ts");
  expect([...sources]).not.toContain("src/prompt/questions.ts");
});

test("what a scripted refund loads is in few files, each of which costs time to find", async () => {
  const refundAtAnEndpoint = refund.filter((word) => word !== "--sandbox");
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const { program } = await loadedBy(refundAtAnEndpoint, folderFor(), {
    REFUND_RPC_URL: sandbox.rpcUrl,
    REFUND_MERCHANT_CODE: demonstrationAccount.merchantCode,
    REFUND_SECRET_KEY: demonstrationAccount.secretKey,
  });
  expect(program.length).toBeLessThan(16);
});

test("no loader of JavaScript or TypeScript settings is in the program at all", () => {
  const contents = readFileSync("dist/contents.json", "utf8");
  expect(contents).toContain("node_modules/cosmiconfig/");
  for (const unwanted of ["node_modules/typescript/", "node_modules/import-fresh/"]) {
    expect(contents).not.toContain(unwanted);
  }
});
