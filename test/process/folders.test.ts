import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf, outcomeOf } from "../support/document.ts";
import { runProcess, runScript } from "../support/process.ts";
import { type Desk, deskWithShop } from "../support/program.ts";
import { received } from "../support/sandbox.ts";

const entry = resolve("bin/refund.js");
const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const isRoot = userInfo().uid === 0;

/** Runs it in a folder of the desk's. */
function runIn(desk: Desk, name: string, ...argv: readonly string[]) {
  const cwd = join(desk.home, name);
  mkdirSync(cwd, { recursive: true });
  return runProcess(process.execPath, [entry, ...argv], { env: desk.env, cwd });
}

/** Takes away what is null. */
function change(desk: Desk, env: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === null) Reflect.deleteProperty(desk.env, name);
    else desk.env[name] = value;
  }
}

describe("from two working folders the same refund is made once", () => {
  test.each<[how: string, env: Record<string, string | null>, codes?: readonly number[]]>([
    ["XDG_DATA_HOME is not expanded", { XDG_DATA_HOME: "~/.data" }],
    ["XDG_DATA_HOME is relative", { XDG_DATA_HOME: "data" }],
    ["XDG_DATA_HOME is empty", { XDG_DATA_HOME: "" }],
    ["REFUND_JOURNAL begins with ~/", { REFUND_JOURNAL: "~/j.db" }],
    ["REFUND_JOURNAL is relative", { REFUND_JOURNAL: "journal.db" }, [3, 3]],
    ["REFUND_JOURNAL is a file beside", { REFUND_JOURNAL: "./journal.db" }, [3, 3]],
  ])("where %s", async (_how, env, codesExpected = [0, 5]) => {
    const { desk, sandbox } = await deskWithShop();
    change(desk, env);
    const ended = [await runIn(desk, "one", ...refund), await runIn(desk, "two", ...refund)];
    const codes = ended.map((each) => outcomeOf(each).code);
    expect(codes).toEqual(codesExpected);
    expect(received(sandbox, "issueRefund")).toBeLessThan(2);
    for (const folder of ["one", "two"]) expect(readdirSync(join(desk.home, folder))).toEqual([]);
  });

  test("where a settings file's journal begins with ~/", async () => {
    const { desk, sandbox } = await deskWithShop();
    const folder = join(desk.home, "config", "refund");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".refundrc"), "journal: ~/x.db\n", { mode: 0o600 });
    await runIn(desk, "one", ...refund);
    await runIn(desk, "two", ...refund);
    expect(received(sandbox, "issueRefund")).toBe(1);
    expect(readdirSync(desk.home)).toContain("x.db");
  });
});

test.each([
  ["empty", { HOME: "" }],
  ["relative", { HOME: "home" }],
  ["not expanded", { HOME: "~" }],
])("where HOME is %s the password database's home is used, from any folder", async (_how, env) => {
  const { desk } = await deskWithShop();
  for (const folder of ["one", "two"]) {
    const cwd = join(desk.home, folder);
    mkdirSync(cwd);
    // It reads only: this is the home of whoever runs the tests.
    const ended = await runProcess(process.execPath, [entry, "whoami", "--json"], {
      env: { ...desk.env, ...env, XDG_DATA_HOME: "" },
      cwd,
      data: desk.home,
    });
    const { settings } = documentOf(ended, "refund.whoami-1");
    expect(settings.find(({ setting }) => setting === "journal")).toMatchObject({
      value: join(userInfo().homedir, ".local", "share", "refund", "journal.db"),
    });
  }
});

describe("a home in which no folder can be made", () => {
  test("is an unusable journal, said at once", async () => {
    const { desk, sandbox } = await deskWithShop();
    change(desk, { HOME: "/proc/nope", XDG_DATA_HOME: null, XDG_CONFIG_HOME: null });
    const document = outcomeOf(await runIn(desk, "one", ...refund));
    expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(received(sandbox, "issueRefund")).toBe(0);
    const rehearsal = outcomeOf(await runIn(desk, "one", ...refund, "--sandbox"));
    expect(rehearsal).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(await runIn(desk, "one", "order", "73152871")).toMatchObject({ code: 0 });
    const served = await runIn(desk, "one", "sandbox");
    expect(served).toMatchObject({ code: 1 });
  });

  test("is found by doctor, which runs to its end", async () => {
    const { desk } = await deskWithShop();
    change(desk, { HOME: "/proc/nope", XDG_DATA_HOME: null, XDG_CONFIG_HOME: null });
    for (const more of [[], ["--sandbox"]]) {
      const { healthy, checks } = documentOf(
        await runIn(desk, "one", "doctor", "--json", ...more),
        "refund.doctor-1",
      );
      expect(healthy).toBe(false);
      const found = Object.fromEntries(checks.map(({ check, status }) => [check, status]));
      expect(found).toMatchObject({ journal: "wrong", proxy: "ok" });
    }
  });

  test.skipIf(isRoot)("because it may not be written is an unusable journal", async () => {
    const { desk } = await deskWithShop();
    const data = join(desk.home, "data");
    mkdirSync(data);
    chmodSync(data, 0o500);
    for (const more of [[], ["--sandbox"]]) {
      const document = outcomeOf(await runIn(desk, "one", ...refund, ...more));
      expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    }
  });

  test("because a file is in the way is an unusable journal", async () => {
    const { desk } = await deskWithShop();
    writeFileSync(join(desk.home, "data"), "");
    for (const more of [[], ["--sandbox"]]) {
      const document = outcomeOf(await runIn(desk, "one", ...refund, ...more));
      expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    }
    rmSync(join(desk.home, "data"));
  });
});

describe("in a folder that was deleted", () => {
  const runThere = (desk: Desk, ...argv: readonly string[]) => {
    const words = [process.execPath, entry, ...argv].map((word) => `'${word}'`).join(" ");
    const { home } = desk;
    return runScript(
      `mkdir '${home}/gone'; cd '${home}/gone'; rmdir '${home}/gone'; exec ${words}`,
      {
        env: desk.env,
        cwd: home,
      },
    );
  };

  test("what needs none works", async () => {
    const { desk, sandbox } = await deskWithShop();
    expect(await runThere(desk, "--version")).toMatchObject({ code: 0 });
    expect(await runThere(desk, "order", "73152871")).toMatchObject({ code: 0 });
    expect(outcomeOf(await runThere(desk, ...refund))).toMatchObject({ outcome: "accepted" });
    const rows = join(desk.home, "rows.csv");
    writeFileSync(rows, "id,kind,order,reason\na,total,73152888,Other\n");
    expect(await runThere(desk, "batch", rows, "--yes")).toMatchObject({ code: 0 });
    expect(received(sandbox, "issueRefund")).toBe(2);
    expect(await runThere(desk, "doctor")).toMatchObject({ code: 0 });
  });

  test.each([
    ["batch", "rows.csv", "--yes", "--json"],
    ["whoami", "--config", "own.yaml", "--json"],
  ])("a relative path leads nowhere: %s %s", async (...argv) => {
    const { desk } = await deskWithShop();
    const document = outcomeOf(await runThere(desk, ...argv));
    expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
    expect(document.error?.message).toContain("deleted");
  });
});

describe.runIf(isRoot)("for a user whom the password database does not know, without HOME,", () => {
  const runAsNobody = (desk: Desk, ...argv: readonly string[]) => {
    const become = `process.setgid(54321); process.setuid(54321); require(${JSON.stringify(entry)});`;
    return runProcess(process.execPath, ["-e", become, "refund", ...argv], {
      env: desk.env,
      cwd: "/",
      data: desk.home,
    });
  };

  test("version and help work, and the rest says what to set", async () => {
    const { desk, sandbox } = await deskWithShop();
    change(desk, { HOME: null, XDG_CONFIG_HOME: null, XDG_DATA_HOME: "relative" });
    for (const argv of [["--version"], ["--help"], ["total", "--help"]]) {
      expect(await runAsNobody(desk, ...argv)).toMatchObject({ code: 0, err: "" });
    }
    for (const more of [[], ["--sandbox"]]) {
      const document = outcomeOf(await runAsNobody(desk, ...refund, ...more));
      expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
      expect(document.error?.message).toContain("HOME");
    }
    const { checks } = documentOf(await runAsNobody(desk, "doctor", "--json"), "refund.doctor-1");
    expect(checks).toContainEqual(expect.objectContaining({ check: "folders", status: "wrong" }));
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("a data folder that may not be written is an unusable journal", async () => {
    const { desk, sandbox } = await deskWithShop();
    const data = join(desk.home, "data");
    mkdirSync(data, { mode: 0o755 });
    chmodSync(desk.home, 0o755);
    for (const more of [[], ["--sandbox"]]) {
      const document = outcomeOf(await runAsNobody(desk, ...refund, ...more));
      expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    }
    const { checks } = documentOf(await runAsNobody(desk, "doctor", "--json"), "refund.doctor-1");
    expect(checks).toContainEqual(expect.objectContaining({ check: "journal", status: "wrong" }));
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("an absolute journal is all that is needed", async () => {
    const { desk } = await deskWithShop();
    chmodSync(desk.home, 0o777);
    change(desk, { HOME: null, XDG_CONFIG_HOME: null, XDG_DATA_HOME: null });
    change(desk, { REFUND_JOURNAL: join(desk.home, "j.db") });
    expect(outcomeOf(await runAsNobody(desk, ...refund))).toMatchObject({ outcome: "accepted" });
    expect(outcomeOf(await runAsNobody(desk, ...refund))).toMatchObject({ outcome: "blocked" });
  });
});

test("a pipe as settings file ends the run at once, with what it is", async () => {
  const { desk, sandbox } = await deskWithShop();
  mkdirSync(join(desk.home, "one"));
  await runProcess("mkfifo", [join(desk.home, "one", ".refundrc")], { env: desk.env });
  const document = outcomeOf(await runIn(desk, "one", ...refund));
  expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
  expect(document.error?.message).toContain("named pipe");
  const { checks } = documentOf(await runIn(desk, "one", "doctor", "--json"), "refund.doctor-1");
  expect(checks).toContainEqual(expect.objectContaining({ check: "settings", status: "wrong" }));
  expect(sandbox.requests()).toEqual([]);
});
