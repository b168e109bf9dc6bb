import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runScript } from "../support/process.ts";

const readme = readFileSync("README.md", "utf8");

/** The commands of every shell block that uses the stand-in, in their order. */
const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = ""]) => block.split("\n"))
  .filter((line) => line.includes("--sandbox") || line.startsWith("sleep"));

/** There is no terminal here to say yes at. */
const confirmed = (line: string) =>
  /^refund (total|partial|lineitem) /.test(line) && !line.includes("--yes")
    ? line.replace("--sandbox", "--sandbox --yes")
    : line;

test("every example of the README does what the README says", { timeout: 180_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "refund-readme-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const env = {
    ...process.env,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
    HOME: home,
    node: process.execPath,
    program: resolve("bin/refund.js"),
  };
  // `jq -r` is the only other program that the examples use; it need not be installed.
  const words = `refund() { "$node" "$program" "$@"; }; jq() { "$node" -pe 'JSON.parse(require("fs").readFileSync(0)).outcome'; }; npm() { :; }; node() { shift; refund "$@"; };`;
  expect(commands.length).toBeGreaterThan(9);
  for (const line of commands) {
    const expected = /# exit (\d+)/.exec(line)?.[1] ?? "0";
    const shell = `${words} set -o pipefail; ${confirmed(line)}`;
    const { code, err, out } = await runScript(shell, { env, cwd: home });
    expect({ line, code: String(code) }, `${out}${err}`).toEqual({ line, code: expected });
    if (line.includes("jq")) expect(out).toBe("accepted\n");
    if (line.includes("npm ci")) {
      expect(err).toContain("This refund");
      expect(out).toContain("Accepted");
    }
  }
});
