import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { shopFor } from "../../support/sandbox.ts";

const rows = "kind,order,reason\ntotal,73152871,Other\ntotal,73152884,Other\n";

function runInto(machine: Machine, output: string, ...flags: readonly string[]) {
  return machine.run("batch", "refunds.csv", "--yes", "--output", output, ...flags);
}

describe("the results never go into the input file", () => {
  test.each([
    ["its own name", () => "refunds.csv"],
    ["another spelling", () => join(".", "sub", "..", "refunds.csv")],
    [
      "a symbolic link",
      ({ cwd }: Machine) => {
        symlinkSync("refunds.csv", join(cwd, "link.csv"));
        return "link.csv";
      },
    ],
    [
      "a hard link",
      ({ cwd }: Machine) => {
        linkSync(join(cwd, "refunds.csv"), join(cwd, "hard.csv"));
        return "hard.csv";
      },
    ],
    [
      "a folder's other name",
      ({ cwd }: Machine) => {
        symlinkSync(".", join(cwd, "folder"));
        return join("folder", "refunds.csv");
      },
    ],
  ])("by %s", async (_how, named) => {
    const { machine, sandbox } = await shopFor();
    fileOf(machine, rows);
    mkdirSync(join(machine.cwd, "sub"));
    const ended = await runInto(machine, named(machine));
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("--output would overwrite the input file");
    expect(readFileSync(join(machine.cwd, "refunds.csv"), "utf8")).toBe(rows);
    expect(sandbox.requests()).toEqual([]);
  });
});

describe("the results never go into the journal", () => {
  test.each(["", "-wal", "-shm"])("nor what stands beside it (%j)", async (end) => {
    const { machine, sandbox } = await shopFor();
    fileOf(machine, "kind,order,reason\ntotal,73152878,Other\n", "first.csv");
    await machine.run("batch", "first.csv", "--yes");
    fileOf(machine, rows);
    const before = readFileSync(machine.journal);
    const ended = await runInto(machine, machine.journal + end);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("journal") as string });
    symlinkSync(machine.journal + end, join(machine.cwd, "results.ndjson"));
    expect((await runInto(machine, "results.ndjson")).code).toBe(2);
    expect(readFileSync(machine.journal).equals(before)).toBe(true);
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test("before there is one", async () => {
    const { machine } = await shopFor();
    fileOf(machine, rows);
    expect((await runInto(machine, machine.journal, "--dry-run")).code).toBe(2);
    expect(existsSync(machine.journal)).toBe(false);
  });
});

test("the results never go into the settings file", async () => {
  const { machine } = await shopFor();
  fileOf(machine, rows);
  const settings = join(machine.folders.config, ".refundrc.json");
  writeFileSync(settings, '{"defaultReason":"Other"}', { mode: 0o600 });
  linkSync(settings, join(machine.cwd, "results.ndjson"));
  const ended = await runInto(machine, "results.ndjson");
  expect(ended.err).toContain("--output would overwrite the settings file");
  expect(ended.code).toBe(2);
  expect(readFileSync(settings, "utf8")).toBe('{"defaultReason":"Other"}');
});

describe("yesterday's results", () => {
  test("stay when the check fails, and bad rows are reported on stdout", async () => {
    const { machine } = await shopFor();
    fileOf(machine, `${rows}whole,1,Other\n`);
    const output = fileOf(machine, "yesterday\n", "results.ndjson");
    const ended = await runInto(machine, "results.ndjson");
    expect(ended.code).toBe(2);
    expect(rowsOf(ended)).toMatchObject([{ line: 4, error: { code: "row-invalid" } }]);
    expect(readFileSync(output, "utf8")).toBe("yesterday\n");
  });

  test("stay when the file is not the one that was approved", async () => {
    const { machine } = await shopFor();
    fileOf(machine, rows);
    const output = fileOf(machine, "yesterday\n", "results.ndjson");
    expect((await runInto(machine, "results.ndjson", "--max-rows", "1")).code).toBe(2);
    expect(readFileSync(output, "utf8")).toBe("yesterday\n");
  });

  test("stay when somebody says no", async () => {
    const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
    fileOf(machine, rows);
    const output = fileOf(machine, "yesterday\n", "results.ndjson");
    const running = machine.start("batch", "refunds.csv", "--output", "results.ndjson");
    await running.says("Refund 2 rows?");
    running.type("n\n");
    expect((await running.ended).code).toBe(130);
    expect(readFileSync(output, "utf8")).toBe("yesterday\n");
  });

  test("give way as a whole, though they are longer", async () => {
    const { machine } = await shopFor();
    fileOf(machine, rows);
    const output = fileOf(machine, "yesterday\n".repeat(1000), "results.ndjson");
    expect((await runInto(machine, "results.ndjson")).code).toBe(0);
    expect(rowsOf({ out: readFileSync(output, "utf8") })).toHaveLength(2);
  });
});

test("no file is made when the check fails", async () => {
  const { machine } = await shopFor();
  fileOf(machine, `${rows}whole,1,Other\n`);
  expect((await runInto(machine, "results.ndjson")).code).toBe(2);
  expect(existsSync(join(machine.cwd, "results.ndjson"))).toBe(false);
});

test("a folder is named as one before anything is read", async () => {
  const { machine, sandbox } = await shopFor();
  fileOf(machine, rows);
  const ended = await runInto(machine, ".");
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("is a folder") as string });
  expect(sandbox.requests()).toEqual([]);
});
