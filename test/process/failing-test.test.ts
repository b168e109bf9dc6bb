import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runProcess } from "../support/process.ts";

/** Runs a set of one test, with the database server that ours has; its exit code. */
async function exitCodeOf(body: string): Promise<number> {
  // Inside the project, where its modules are found.
  const folder = mkdtempSync(join("node_modules", ".one-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const server = JSON.stringify(join(process.cwd(), "test", "support", "postgres-server.ts"));
  writeFileSync(
    join(folder, "one.test.js"),
    `import { expect, test } from "vitest"; test("one", () => { ${body} });`,
  );
  writeFileSync(
    join(folder, "vitest.config.js"),
    `export default { test: { include: ["one.test.js"], exclude: [], globalSetup: [${server}] } };`,
  );
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const { code } = await runProcess(process.execPath, [vitest, "run", "--root", folder], {
    env: process.env,
    data: folder,
  });
  return code;
}

// A hook of a library once let every run of the tests pass.
test.each([
  ["passes", "expect(1).toBe(1)", 0],
  ["fails", "expect(1).toBe(2)", 1],
])("a set of tests whose one test %s says so by its exit code", async (_, body, code) => {
  expect(await exitCodeOf(body)).toBe(code);
});
