import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runScript } from "../support/process.ts";
import { type Desk, deskWithShop } from "../support/program.ts";

const rows = "kind,order,reason\ntotal,73152871,Other\ntotal,73152884,Other\n";
const patience = { timeout: 30_000 };
/** Ended in any case: what does not hear a signal would outlast the test. */
const program = `timeout --kill-after=1 40 '${process.execPath}' '${join(process.cwd(), "bin", "refund.js")}'`;

/** Runs a script where `rows.csv` is, and says what that file holds afterwards. */
async function withRows(desk: Desk, script: string) {
  const file = join(desk.home, "rows.csv");
  writeFileSync(file, rows);
  const ended = await runScript(script.replaceAll("refund ", `${program} `), {
    env: desk.env,
    cwd: desk.home,
  });
  return { ...ended, left: readFileSync(file, "utf8") };
}

describe("results never go into what is read", () => {
  test.each([
    ["the file behind the standard input", "refund batch - --yes --output rows.csv <rows.csv"],
    [
      "the standard input by its name",
      "refund batch /dev/stdin --yes --output /dev/stdin <rows.csv",
    ],
    ["the file behind its other name", "refund batch /dev/stdin --yes --output rows.csv <rows.csv"],
    ["the end of the file", "refund batch rows.csv --yes >>rows.csv"],
    ["the end of the standard input", "refund batch - --yes <rows.csv >>rows.csv"],
  ])("as %s", async (_how, script) => {
    const { desk, sandbox } = await deskWithShop();
    const { code, left } = await withRows(desk, script);
    expect({ code, left }).toEqual({ code: 2, left: rows });
    expect(sandbox.requests()).toEqual([]);
  });
});

test("rows may come through a named pipe, and results go into one", async () => {
  const { desk, sandbox } = await deskWithShop();
  const { code, out } = await withRows(
    desk,
    "mkfifo in out && (cat rows.csv >in & cat out & sleep 1; refund batch in --yes --output out; wait; exit $?)",
  );
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toHaveLength(2);
  expect(sandbox.ledger()).toHaveLength(2);
}, 30_000);

describe.each(["SIGINT", "SIGTERM"] as const)("%s is heard", (signal) => {
  // The last signal to be listened for is SIGHUP, the lowest bit of those that a process catches. One that
  // comes while Node itself still starts ends it as it would end any program.
  const heard =
    "until grep -qs '^SigCgt.*[13579bdf]$' /proc/version $(pgrep -P $run | sed 's|.*|/proc/&/status|'); do sleep 0.1; done; sleep 1";
  const interrupted = `code=0; wait $run || code=$?; exit $code`;

  test.each([
    ["a pipe that nobody opens", "mkfifo in", "in", ""],
    ["a pipe through which nothing comes", "mkfifo in; exec 8<>in", "in", ""],
    ["an idle standard input", "mkfifo in; exec 8<>in", "-", "<&8"],
    ["the standard input by its name", "mkfifo in; exec 8<>in", "/dev/stdin", "<&8"],
    ["an endless file", "true", "blank", "< <(echo kind,order,reason; yes '')"],
    ["a file of endless bad rows", "true", "blank", "< <(echo kind,order,reason; yes bad,row,x)"],
  ])(
    "while %s is read",
    async (_what, before, source, redirected) => {
      const { desk, sandbox } = await deskWithShop();
      const name = source === "blank" ? "-" : source;
      // Bash lets what it starts in the background ignore SIGINT, unless it has job control.
      const { code, err } = await withRows(
        desk,
        `set -m; ${before}; refund batch ${name} --yes ${redirected} & run=$!; ${heard}; kill -${signal} $run; ${interrupted}`,
      );
      expect({ code, err }).toMatchObject({
        code: 130,
        err: expect.stringContaining("nothing was sent") as string,
      });
      // Nobody waits for what is wrong with the rows read so far.
      expect(err).not.toContain("Line 2");
      expect(sandbox.requests()).toEqual([]);
    },
    60_000,
  );

  test("while a large file is checked", async () => {
    const { desk, sandbox } = await deskWithShop();
    const many = Array.from({ length: 400_000 }, (_, index) => `total,${10_000_000 + index},Other`);
    const file = join(desk.home, "many.csv");
    writeFileSync(file, `kind,order,reason\n${many.join("\n")}\n`);
    const { child, ended } = desk.start("batch", file, "--yes");
    await expect.poll(() => listens(child.pid), patience).toBe(true);
    await new Promise((next) => setTimeout(next, 500));
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 130 });
    expect(sandbox.requests()).toEqual([]);
  }, 60_000);
});

/** As above. */
function listens(pid: number | undefined): boolean {
  return /^SigCgt.*[13579bdf]$/m.test(readFileSync(`/proc/${pid ?? "self"}/status`, "utf8"));
}

test("an output that nobody reads is refused and not waited for", async () => {
  const { desk, sandbox } = await deskWithShop();
  const { code, err } = await withRows(
    desk,
    "mkfifo out; refund batch rows.csv --yes --output out",
  );
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining("cannot be written") as string,
  });
  expect(sandbox.ledger()).toEqual([]);
}, 30_000);
