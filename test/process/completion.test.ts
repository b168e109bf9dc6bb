import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
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
async function offeredInBash(
  desk: Desk,
  line: string,
  { listing = false } = {},
): Promise<readonly string[]> {
  const script = `
    set -u
    source <(refund completion bash)
    source <(refund completion bash)
    COMP_TYPE=${listing ? 63 : 9}
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

test("the script for PowerShell never runs the line as text", async () => {
  const { out } = await deskFor().run("completion", "powershell");
  expect(out).not.toMatch(/Invoke-Expression|\biex\b|\[scriptblock\]::Create/i);
  expect(out).toContain("& refund complete '--' @words");
  // What would be read as JavaScript's own has gone where the script needs it.
  expect(out).toContain('-split "`t", 2');
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

  test("what is only listed without quotes, and with what it means", async () => {
    const listed = (line: string) => offeredInBash(desk(), line, { listing: true });
    expect(await listed("refund total --reason D")).toEqual(["Duplicate purchase"]);
    expect(await listed("refund lineitem --category 17")).toEqual([
      expect.stringMatching(/^17 {2}-- \S/),
    ]);
  });

  test.each([
    ["refund total --reason Duplicate\\ p", ["Duplicate\\ purchase"]],
    ["refund total --reason=Dup", ["Duplicate\\ purchase"]],
    ["refund total --reason Duplicate\\ ", ["Duplicate\\ purchase"]],
  ])("the rest of a value that is begun: %s", async (line, offers) => {
    expect(await offeredInBash(desk(), line)).toEqual(offers);
  });

  test("nothing where the settings file cannot be used", async () => {
    expect(await offeredInBash(deskWith({ reason: [] }), "refund total --reason Fr")).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("the Tab key offers names", () => {
  /** A desk with one refund that was accepted and one of which nobody knows, in the stand-in. */
  async function deskWithAttempts() {
    const desk = deskWith({});
    const common = ["--reason", "Other", "--yes", "--json", "--sandbox"];
    const accepted = outcomeOf(await desk.run("total", "73152871", ...common));
    desk.env["REFUND_SANDBOX_FAULT"] = "drop-before:issueRefund";
    const lost = outcomeOf(await desk.run("total", "73152899", ...common));
    delete desk.env["REFUND_SANDBOX_FAULT"];
    return { desk, accepted: accepted.attempt ?? "", lost: lost.attempt ?? "" };
  }

  test("of attempts as a table shows them, where one is expected", async () => {
    const { desk, accepted, lost } = await deskWithAttempts();
    const offered = (line: string) => offeredInBash(desk, line);
    const [open, ...more] = await offered("refund reconcile --sandbox ");
    expect(more).toEqual([]);
    expect(lost.endsWith(open ?? "-")).toBe(true);
    expect(open).toMatch(/^[0-9A-Z]{6,}$/);
    // As far as it is typed, in any case, and the whole name where its beginning is.
    const small = (open ?? "").slice(0, 3).toLowerCase();
    expect(await offered(`refund reconcile --sandbox ${small}`)).toEqual([
      small + (open ?? "").slice(3),
    ]);
    expect(await offered(`refund reconcile --sandbox ${lost.slice(0, 5)}`)).toEqual([lost]);
    const [again = "-"] = await offered("refund total 73152871 --sandbox --again ");
    expect(accepted.endsWith(again)).toBe(true);
    expect(await offered("refund total 73152899 --sandbox --again ")).toEqual([]);
    const both = await offered("refund history --sandbox ");
    expect(both.filter((offer) => /^[0-9A-Z]{6,}$/.test(offer))).toHaveLength(2);
    expect(await offered("refund reconcile ")).toEqual([]);
  });

  test("of batches where one is expected", async () => {
    const { desk } = await deskWithAttempts();
    const file = join(desk.home, "refunds.csv");
    writeFileSync(file, "kind,order,reason\ntotal,73152888,Other\n");
    const { err } = await desk.run("batch", file, "--yes", "--sandbox");
    const [batch = "-"] = /[0-9A-Z]{26}/.exec(err) ?? [];
    for (const line of [
      "refund reconcile --sandbox --batch ",
      "refund history --sandbox --batch ",
    ]) {
      const [offer = "-", ...more] = await offeredInBash(desk, line);
      expect(more).toEqual([]);
      expect(batch.endsWith(offer)).toBe(true);
    }
  });

  test("of refunds alone where one is to be repeated", async () => {
    const { desk, accepted } = await deskWithAttempts();
    const cancel = ["cancel", "73152871", "--yes", "--json", "--sandbox"];
    expect((await desk.run(...cancel)).code).toBe(0);
    const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json", "--sandbox"];
    const { attempt } = outcomeOf(await desk.run(...refund));
    const [offer = "-", ...more] = await offeredInBash(
      desk,
      "refund total 73152871 --sandbox --again ",
    );
    expect(more).toEqual([]);
    expect(attempt).not.toBe(accepted);
    expect(attempt?.endsWith(offer)).toBe(true);
  });

  test("with the order, the amount and the outcome beside them", async () => {
    const { desk, lost } = await deskWithAttempts();
    const listed = await offeredInBash(desk, "refund reconcile --sandbox ", { listing: true });
    expect(listed).toEqual([
      expect.stringMatching(/^[0-9A-Z]+ {2}-- 40\.00 USD, 73152899, UNKNOWN, \d{4}-\d\d-\d\d$/),
    ]);
    expect(lost.endsWith(listed[0]?.split(" ")[0] ?? "-")).toBe(true);
  });

  test("none of a journal that cannot be used, and makes none where there is none", async () => {
    const desk = deskWith({});
    expect(await offeredInBash(desk, "refund history --sandbox ")).toEqual(["prune"]);
    expect(existsSync(join(desk.home, ".local", "share", "2checkout-refund"))).toBe(false);
    const path = join(desk.home, "journal.db");
    writeFileSync(path, "no journal at all, but a text of some length ".repeat(100));
    desk.env["REFUND_JOURNAL"] = path;
    expect(await offeredInBash(desk, "refund reconcile ")).toEqual([]);
  });
});

const hasZsh = (
  await runScript("command -v zsh || true", {
    env: { PATH: process.env["PATH"], HOME: tmpdir() },
  })
).out.includes("zsh");

/** What zsh shows and what it would put on the line; the part of the shell that draws stands aside. */
async function offeredInZsh(desk: Desk, words: readonly string[]): Promise<readonly string[]> {
  const script = `exec zsh -f -c '
    compdef() { }
    compset() { }
    _files() { print files }
    compadd() { print -rl -- "\${values[@]}" "\${shown[@]}" }
    source <(refund completion zsh)
    words=(refund ${words.join(" ")})
    CURRENT=\${#words}
    PREFIX=\${words[-1]}
    _refund'`;
  const { out, err } = await runScript(script, desk);
  expect(err).toBe("");
  return out.split("\n").filter((offer) => offer !== "");
}

describe.skipIf(!hasZsh)("in zsh the Tab key", () => {
  test("shows values as they are, and what they mean beside them", async () => {
    const desk = deskWith({ reasons: ["Duplicate purchase", "Fraud: card"] });
    expect(await offeredInZsh(desk, ["total", "--reason", "D"])).toEqual([
      "Duplicate purchase",
      "Duplicate purchase",
    ]);
    expect(await offeredInZsh(desk, ["total", "--reason", "Fr"])).toEqual([
      "Fraud: card",
      "Fraud: card",
    ]);
    expect(await offeredInZsh(desk, ["lineitem", "--category", "17"])).toEqual([
      "17",
      expect.stringMatching(/^17 {2}-- \S/),
    ]);
  });

  test("shows of each command what it does in one line", async () => {
    const offers = await offeredInZsh(deskWith({}), ["history", "pr"]);
    expect(offers).toEqual(["prune", expect.stringMatching(/^prune {2}-- .{10,70}$/)]);
  });

  test("offers files where a file is meant", async () => {
    expect(await offeredInZsh(deskWith({}), ["batch", "re"])).toEqual(["files"]);
    expect(await offeredInZsh(deskWith({}), ["total", "re"])).toEqual([]);
  });
});

test("the help on completion says where zsh looks for it", async () => {
  const { out } = await deskFor().run("completion", "--help");
  expect(out).toContain("fpath=(~/.zfunc $fpath)");
});

test("the help on completion makes each folder that it writes a file of its own to", async () => {
  const { out } = await deskFor().run("completion", "--help");
  const folders = [...out.matchAll(/ > (\S+)\/\S+$/gm)].map(([, folder]) => folder);
  expect(folders).toEqual(["~/.zfunc", "~/.config/fish/completions"]);
  for (const folder of folders) expect(out).toContain(`mkdir -p ${folder}`);
});

test.each(["bash", "powershell"])("README names the line with which %s's begins", async (shell) => {
  const { out } = await deskFor().run("completion", shell);
  const [first = ""] = out.split("\n");
  expect(readFileSync("README.md", "utf8").replaceAll(/\s+/g, " ")).toContain(`\`${first}\``);
});
