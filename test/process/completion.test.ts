import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runScript } from "../support/process.ts";
import { type Desk, deskFor } from "../support/program.ts";

const entry = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** A desk with `refund` on its path and these settings. */
function deskWith(settings: object): Desk {
  const desk = deskFor();
  const bin = join(desk.home, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "refund"), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`);
  chmodSync(join(bin, "refund"), 0o755);
  desk.env["PATH"] = `${bin}:${desk.env["PATH"] ?? ""}`;
  const path = join(desk.home, "settings.json");
  writeFileSync(path, JSON.stringify(settings), { mode: 0o600 });
  desk.env["REFUND_CONFIG"] = path;
  return desk;
}

/** What the Tab key offers in bash at the end of a line, in a shell that has loaded the script twice. */
async function offeredInBash(desk: Desk, line: string): Promise<readonly string[]> {
  const script = `
    set -u
    source <(refund completion bash)
    source <(refund completion bash)
    COMP_LINE='${line}'
    COMP_POINT=${line.length}
    _refund_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { out, err } = await runScript(script, desk);
  expect(err.replaceAll(/.*compopt: not currently executing.*\n/g, "")).toBe("");
  return out.split("\n").filter((offer) => offer !== "");
}

test.each(["bash", "zsh", "fish", "powershell"])("there is a script for %s", async (shell) => {
  const { code, out } = await deskFor().run("completion", shell);
  expect(code).toBe(0);
  expect(out).toContain("completion for refund");
  expect(out).toMatch(/refund complete '?--/);
});

test("another shell is a usage error that lists them", async () => {
  const { code, err } = await deskFor().run("completion", "ksh");
  expect(code).toBe(2);
  expect(err).toContain("bash, zsh, fish, powershell");
});

describe.skipIf(process.platform === "win32")("in bash the Tab key offers", () => {
  const desk = () =>
    deskWith({ reasons: ["Duplicate purchase", "Fraud"], profiles: { "shop-b": {} } });

  test.each([
    ["refund to", ["total"]],
    ["refund total --rea", ["--reason"]],
    ["refund total --reason Fr", ["Fraud"]],
    ["refund total --reason Unw", []],
    ["refund total --sandbox --reason Unw", ["Unwanted\\ auto-renewal"]],
    ["refund total --profile s", ["shop-b"]],
    ["refund --profile s", ["shop-b"]],
    ["refund --profile shop-b tot", ["total"]],
    ["refund --sandbox total --reason Unw", ["Unwanted\\ auto-renewal"]],
    ["refund lineitem --category 17", ["17"]],
    ["refund history --outcome re", ["refused"]],
    ["refund completion f", ["fish"]],
    ["refund help ex", ["exit-codes"]],
    ["refund help hist", ["history"]],
    ["refund help history ", ["prune"]],
    ["refund help exit-codes ", []],
  ])("%s", async (line, offers) => {
    expect(await offeredInBash(desk(), line)).toEqual(offers);
  });

  test("what follows a : as that alone, which is what readline replaces", async () => {
    const colons = deskWith({ reasons: ["Fraud:card", "Fraud:bank"] });
    expect(await offeredInBash(colons, "refund total --reason Fraud:c")).toEqual(["card"]);
  });

  test.each([
    ["refund batch re", ["refunds.csv"]],
    ["refund --sandbox batch re", ["refunds.csv"]],
    ["refund batch refunds.csv --output re", ["refunds.csv"]],
    ["refund total --config re", ["refunds.csv"]],
    ["refund total re", []],
  ])("files where a file is meant: %s", async (line, offers) => {
    const here = { ...desk(), cwd: deskFor().home };
    writeFileSync(join(here.cwd, "refunds.csv"), "");
    expect(await offeredInBash(here, line)).toEqual(offers);
  });

  test("and never runs what is on the line", async () => {
    const here = { ...desk(), cwd: deskFor().home };
    await offeredInBash(here, "refund total $(touch ran) `touch ran` --rea");
    expect(existsSync(join(here.cwd, "ran"))).toBe(false);
  });

  test("a value with a space so that it stays one word", async () => {
    expect(await offeredInBash(desk(), "refund total --reason Dup")).toEqual([
      "Duplicate\\ purchase",
    ]);
  });

  test("no value of a settings file in a way that would run it", async () => {
    const evil = deskWith({ reasons: ["Fraud$(touch ran)`touch ran`;touch ran"] });
    const offers = await offeredInBash(evil, "refund total --reason Fr");
    expect(existsSync(join(process.cwd(), "ran"))).toBe(false);
    const { out } = await runScript(`printf %s ${offers.join(" ")}`, evil);
    expect(out).toBe("Fraud$(touch ran)`touch ran`;touch ran");
    expect(existsSync(join(process.cwd(), "ran"))).toBe(false);
  });

  test("nothing where the settings file cannot be used", async () => {
    expect(await offeredInBash(deskWith({ reason: [] }), "refund total --reason Fr")).toEqual([]);
  });
});
