import { closeSync, constants, existsSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { runProcess, runScript } from "../support/process.ts";
import { deskFor, deskWithShop } from "../support/program.ts";
import { received } from "../support/sandbox.ts";

describe("a reader that goes away", () => {
  test("before the result is written ends the program quietly", async () => {
    const { child, ended } = deskFor().start("reasons", "--legacy");
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null, err: "" });
  });

  test("does not change what a refund comes to", async () => {
    const { desk, sandbox } = await deskWithShop();
    const { child, ended } = desk.start(
      ...["total", "73152871", "--reason", "Other", "--yes", "--quiet"],
    );
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null, err: "" });
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test("of stderr does not keep a refund from its outcome", async () => {
    const { desk, sandbox } = await deskWithShop();
    const { child, ended } = desk.start(
      ...["total", "73152871", "--reason", "Other", "--yes", "--json", "--verbose"],
    );
    child.stderr.destroy();
    expect(outcomeOf(await ended)).toMatchObject({ code: 0, outcome: "accepted" });
    expect(received(sandbox, "issueRefund")).toBe(1);
  });
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk behind stdout does not change what a refund comes to",
  async () => {
    const { desk, sandbox } = await deskWithShop();
    const argv = ["total", "73152871", "--reason", "Other", "--yes"];
    for (const more of [[], ["--json"]]) {
      sandbox.reset();
      desk.env["REFUND_JOURNAL"] = join(desk.home, `journal-${more.length}.db`);
      const ended = desk.startInto("/dev/full", ...argv, ...more).ended;
      const told = await ended;
      expect(told).toMatchObject({ code: 0, signal: null });
      expect(told.err).toMatch(/could not be written: ENOSPC.* its outcome is in the journal\.$/m);
      expect(sandbox.ledger()).toHaveLength(1);
    }
  },
);

describe.skipIf(!existsSync("/dev/full"))("where the disk behind stdout is full", () => {
  test("what a cancellation comes to does not change, nor what reconcile settles", async () => {
    const { desk } = await deskWithShop();
    await desk.run("total", "73152871", "--reason", "Other", "--yes");
    for (const line of [["cancel", "73152871", "--yes"], ["reconcile"]]) {
      const told = await desk.startInto("/dev/full", ...line).ended;
      expect(told, line.join(" ")).toMatchObject({ code: 0 });
      expect(told.err).toMatch(/could not be written: ENOSPC.* its outcome is in the journal\.$/m);
    }
  });

  test.each([
    "reasons --legacy",
    "help topics",
    "--help",
    "--version",
    "journal setup --print-sql",
    "total --help",
    "help cancel",
    "batch --template",
    "total 73152871 --reason Other --dry-run --sandbox",
    "cancel 73152871 --help",
  ])("refund %s says so and ends with 1", async (line) => {
    const { code, err } = await deskFor().startInto("/dev/full", ...line.split(" ")).ended;
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Error: The result could not be written: ENOSPC/m) as string,
    });
    expect(err).not.toContain("journal");
  });

  test.each([[], ["--json"], ["--csv"]])("a history with %j says so, too", async (...form) => {
    const { desk } = await deskWithShop();
    await desk.run("total", "73152871", "--reason", "Other", "--yes");
    const { code, err } = await desk.startInto("/dev/full", "history", ...form).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^Error: The (history|result) could not be written: ENOSPC/m);
    expect(err).not.toContain("bug");
  });
});

test("whoever stops a program twice whose result nobody reads gets the exit code of what it did", async () => {
  const { desk, sandbox } = await deskWithShop();
  const pipe = join(desk.home, "pipe");
  await runScript(`mkfifo '${pipe}'`, { env: desk.env });
  const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => {
    closeSync(end);
  });
  for (let room = 65_536; room > 0; room -= 4_096) writeSync(end, "x".repeat(4_096));
  const argv = ["total", "73152871", "--reason", "Other", "--yes"];
  const { child, ended } = desk.startInto(pipe, ...argv);
  await vi.waitFor(
    async () => {
      expect((await desk.run("history", "--json")).out).toContain('"accepted"');
    },
    { timeout: 30_000, interval: 200 },
  );
  const stopping = setInterval(() => child.kill("SIGTERM"), 700);
  onTestFinished(() => {
    clearInterval(stopping);
  });
  expect(await ended).toMatchObject({ code: 0, signal: null });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a pipe that is full and does not wait gets everything in the end", async () => {
  const desk = deskFor();
  const { out } = await desk.run("--help");
  const words = ["test/support/full-pipe.cjs", join(desk.home, "pipe"), "bin/refund.js", "--help"];
  expect(await runProcess(process.execPath, words, { env: desk.env })).toEqual({
    code: 0,
    err: "",
    out,
  });
});

describe("where no stream is a terminal", () => {
  test.each([
    ["by itself", {}, []],
    ["with NO_COLOR", { NO_COLOR: "1" }, []],
    ["with TERM=dumb", { TERM: "dumb" }, []],
    ["with --no-color", {}, ["--no-color"]],
    ["with a terminal's name", { TERM: "xterm-256color", COLORTERM: "truecolor" }, []],
  ])("nothing is coloured or animated, %s", async (_how, env, flags) => {
    const { desk } = await deskWithShop();
    Object.assign(desk.env, env);
    const argv = ["total", "73152871", "--reason", "Other", "--yes", ...flags];
    const { code, out, err } = await desk.run(...argv);
    expect(code).toBe(0);
    expect(out).toContain("Accepted");
    // eslint-disable-next-line no-control-regex -- it is what this is about
    expect(out + err).not.toMatch(/[\u001b\r]/);
  });
});

test("--json is one document on stdout, and talk stays on stderr", async () => {
  const { desk } = await deskWithShop();
  const argv = ["total", "73152881", "--reason", "Other", "--yes", "--json", "--verbose"];
  const ended = await desk.run(...argv);
  expect(outcomeOf(ended)).toMatchObject({ code: 0, warnings: [{ code: "chargeback-open" }] });
  expect(ended.err).toContain("Warning:");
  expect(ended.err).toContain("> POST");
});

test("the stand-in serves another process until it is stopped", async () => {
  const host = deskFor();
  const { child, ended, said } = host.start("sandbox");
  await expect.poll(said, { timeout: 30_000 }).toContain("Serving");
  child.kill("SIGINT");
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(out).toMatch(/^export REFUND_RPC_URL='http:\/\/127\.0\.0\.1:\d+\/rpc\/6\.0\/'$/m);
});

test("help and version need nothing and write to stdout", async () => {
  const [help, version] = await Promise.all([deskFor().run("--help"), deskFor().run("--version")]);
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toContain("Usage: refund");
  expect(version).toMatchObject({ code: 0, err: "" });
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
