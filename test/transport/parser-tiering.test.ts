import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const module = new URL("../../src/transport/parser-tiering.ts", import.meta.url).href;

/** What a process says that sets the flag; whether V8 took it shows in what it would print of an unknown one. */
function saidFor(v8: string): string {
  const script = `
    const { keepParserSimple } = await import(${JSON.stringify(module)});
    keepParserSimple(${v8});
    console.log("done");`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script],
    { encoding: "utf8", timeout: 60_000 },
  );
  return stdout + stderr;
}

test("this Node's V8 knows the flag, or is not given it", () => {
  expect(saidFor("process.versions.v8")).toBe("done\n");
});
