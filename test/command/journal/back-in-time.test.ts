import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { schemaNumber } from "../../../src/journal/migrations.ts";
import type { Machine } from "../../support/context.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const common = ["--reason", "Other", "--yes", "--json"];
const part = ["partial", "73152871", "--item", "PRO-1Y", ...common];
const total = ["total", "73152899", ...common];

/** A shop on whose machine two refunds were made; between them the journal was copied. */
async function shopWithCopy() {
  const shop = await shopFor({ refundsShape: "null", settleAfterMs: 0 });
  const { machine } = shop;
  await machine.run(...total);
  const copy = join(machine.cwd, "last-week.db");
  copyFileSync(machine.journal, copy);
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ outcome: "accepted" });
  return { ...shop, copy };
}

async function checked(machine: Machine, ...words: string[]) {
  const ended = await machine.run("journal", "check", "--json", ...words);
  return { code: ended.code, ...documentOf(ended, "refund.journal-1") };
}

/** A journal by itself that another machine made. */
async function foreignJournal(): Promise<string> {
  const { machine } = await shopFor();
  await machine.run(...total);
  return machine.journal;
}

describe("nothing is sent with a journal that", () => {
  test.each<readonly [string, RegExp, (path: string, copy: string) => unknown]>([
    [
      "was restored from a copy",
      /2 changes are missing/,
      (path, copy) => {
        copyFileSync(copy, path);
      },
    ],
    [
      "was replaced by an older file",
      /2 changes are missing/,
      (path, copy) => {
        renameSync(copy, path);
      },
    ],
    [
      "was deleted",
      /is gone/,
      (path) => {
        rmSync(path);
      },
    ],
    [
      "was emptied",
      /is gone/,
      (path) => {
        truncateSync(path);
      },
    ],
    [
      "was cut",
      /damaged or is not a journal: .*malformed/,
      (path) => {
        truncateSync(path, 8192);
      },
    ],
    [
      "was overwritten",
      /damaged or is not a journal: .*not a database/,
      (path) => {
        writeFileSync(path, "x".repeat(8192));
      },
    ],
    [
      "was replaced by another",
      /is not the one used here before/,
      async (path) => {
        copyFileSync(await foreignJournal(), path);
      },
    ],
    [
      "has a second name",
      /2 names/,
      (path) => {
        linkSync(path, `${path}.backup`);
      },
    ],
  ])("%s", async (_, words, spoil) => {
    const { machine, sandbox, copy } = await shopWithCopy();
    await spoil(machine.journal, copy);
    for (const argv of [part, total]) {
      const outcome = outcomeOf(await machine.run(...argv));
      expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
      expect(outcome.error?.message).toMatch(words);
    }
    expect(received(sandbox, "issueRefund")).toBe(2);
    const { code, whole, missing } = await checked(machine);
    expect({ code, whole, missing: missing.join() }).toMatchObject({
      code: 1,
      whole: false,
      missing: expect.stringMatching(words) as string,
    });
  });
});

test("an old copy under another name is noticed too", async () => {
  const { machine, sandbox, copy } = await shopWithCopy();
  machine.env["REFUND_JOURNAL"] = copy;
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 1 });
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a journal that was moved as a whole still works, and still guards", async () => {
  const { machine } = await shopWithCopy();
  const moved = join(machine.cwd, "moved.db");
  renameSync(machine.journal, moved);
  machine.env["REFUND_JOURNAL"] = moved;
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
});

test("a journal is known by its place however that is written", async () => {
  const { machine } = await shopWithCopy();
  const link = join(machine.cwd, "data");
  symlinkSync(machine.folders.data, link);
  rmSync(machine.journal);
  machine.env["REFUND_JOURNAL"] = join(link, "journal.db");
  expect(outcomeOf(await machine.run(...part))).toMatchObject({
    code: 1,
    error: { code: "journal-unavailable" },
  });
});

test("a whole journal is checked without a word against it, and one that is not there yet too", async () => {
  const { machine } = await shopWithCopy();
  expect(await checked(machine)).toEqual({
    code: 0,
    schema: "refund.journal/1",
    journal: machine.journal,
    kind: "file",
    version: schemaNumber,
    attempts: 2,
    unresolved: 0,
    whole: true,
    missing: [],
    warnings: [],
  });
  const fresh = await shopFor();
  expect(await checked(fresh.machine)).toMatchObject({
    code: 0,
    version: null,
    attempts: 0,
    whole: true,
  });
  const { code, out } = await machine.run("journal", "check");
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining("is whole: 2 attempts, 0 unresolved") as string,
  });
});

test("a journal that this machine has never used is warned of", async () => {
  const { machine } = await shopFor();
  machine.env["REFUND_JOURNAL"] = await foreignJournal();
  expect(await checked(machine)).toMatchObject({
    code: 0,
    whole: true,
    warnings: [{ code: "journal-not-marked" }],
  });
});

test("--accept uses the journal as it is, and only from then on", async () => {
  const { machine, sandbox, copy } = await shopWithCopy();
  copyFileSync(copy, machine.journal);
  const refused = await machine.run("journal", "check", "--accept");
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("--yes") as string });
  expect(outcomeOf(await machine.run(...part)).code).toBe(1);
  expect(await checked(machine, "--accept", "--yes")).toMatchObject({ code: 0, whole: true });
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 5 });
  // The journal does not know of this one any more; it is the stand-in that refuses it.
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 4 });
  expect(received(sandbox, "issueRefund")).toBe(3);
  copyFileSync(copy, machine.journal);
  expect(outcomeOf(await machine.run(...part)).code).toBe(1);
});

test("at a terminal --accept asks, and a no changes nothing", async () => {
  const shop = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const { machine } = shop;
  await machine.run(...total);
  rmSync(machine.journal);
  for (const [answer, code] of [
    ["n\n", 130],
    ["y\n", 0],
  ] as const) {
    const running = machine.start("journal", "check", "--accept");
    await running.says("Use this journal as it is?");
    running.type(answer);
    expect((await running.ended).code).toBe(code);
  }
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 0 });
});

test.each(["damaged", "doubly named"])(
  "--accept does not go on with a file that is %s",
  async (how) => {
    const { machine } = await shopWithCopy();
    if (how === "damaged") truncateSync(machine.journal, 8192);
    else linkSync(machine.journal, `${machine.journal}.backup`);
    expect((await checked(machine, "--accept", "--yes")).code).toBe(1);
    expect(outcomeOf(await machine.run(...part)).code).toBe(1);
  },
);

test("an index that disagrees with its table is damage", async () => {
  const { machine } = await shopWithCopy();
  const bytes = readFileSync(machine.journal);
  const place = bytes.indexOf("73152899");
  writeFileSync(machine.journal, bytes.fill("73152898", place, place + 8));
  const found = await checked(machine);
  expect(found.whole).toBe(false);
});

test("a mark that is behind, as after a power cut, refuses nothing", async () => {
  const { machine } = await shopWithCopy();
  const marks = join(machine.folders.data, "marks");
  const before = join(machine.cwd, "marks");
  renameSync(marks, before);
  expect(
    outcomeOf(await machine.run("partial", "73152871", "--item", "SEAT", ...common)).code,
  ).toBe(0);
  rmSync(marks, { recursive: true });
  renameSync(before, marks);
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
});

test("marks that cannot be written keep no refund from being made", async () => {
  const { machine } = await shopFor();
  mkdirSync(machine.folders.data);
  writeFileSync(join(machine.folders.data, "marks"), "a file");
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 0, warnings: [] });
});

test("a stand-in that was reset begins a new journal", async () => {
  const { machine } = await shopFor();
  for (let round = 0; round < 2; round++) {
    expect(outcomeOf(await machine.run(...total, "--sandbox"))).toMatchObject({ code: 0 });
    await machine.run("sandbox", "reset");
  }
});

test("a journal that is gone is not shown as one in which nothing happened", async () => {
  const { machine } = await shopWithCopy();
  rmSync(machine.journal);
  expect(outcomeOf(await machine.run("history", "--json"))).toMatchObject({
    code: 1,
    error: { code: "journal-unavailable" },
  });
});

describe("while a refund is in flight, a journal is warned of that", () => {
  test.each<readonly [string, string, (path: string, copy: string) => void]>([
    [
      "is emptied",
      "emptied",
      (path) => {
        truncateSync(path);
      },
    ],
    [
      "is cut",
      "damaged",
      (path) => {
        truncateSync(path, 8192);
      },
    ],
    [
      "is overwritten by an older copy",
      "older copy",
      (path, copy) => {
        copyFileSync(copy, path);
      },
    ],
    [
      "is overwritten by something else",
      "damaged",
      (path) => {
        writeFileSync(path, "x".repeat(65_536));
      },
    ],
  ])("%s", async (_, words, spoil) => {
    const { machine, sandbox, copy } = await shopWithCopy();
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 1_500 });
    const running = machine.run("partial", "73152871", "--item", "SEAT", ...common);
    await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(3);
    spoil(machine.journal, copy);
    const document = outcomeOf(await running);
    expect(document).toMatchObject({ code: 0, outcome: "accepted" });
    expect(document.warnings).toMatchObject([{ code: "journal-not-updated" }]);
    expect(document.warnings[0]?.message).toContain(words);
  });

  test("is given a second name", async () => {
    const { machine, sandbox } = await shopWithCopy();
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 1_500 });
    const running = machine.run("partial", "73152871", "--item", "SEAT", ...common);
    await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(3);
    linkSync(machine.journal, `${machine.journal}.backup`);
    expect(outcomeOf(await running)).toMatchObject({ code: 0, outcome: "accepted" });
    expect((await checked(machine)).code).toBe(1);
  });
});

test("two programs that take turns keep one mark, and neither is refused", async () => {
  const { machine } = await shopFor();
  mkdirSync(machine.folders.data);
  const ends = await Promise.all(
    ["73152871", "73152899", "73152878"].map((order) => machine.run("total", order, ...common)),
  );
  expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 5 });
  expect((await checked(machine)).code).toBe(0);
  const state = new Libsql(machine.journal);
  expect(state.prepare("select count(*) as n from attempt").get()).toMatchObject({ n: 3 });
  state.close();
});

test("one change that is missing is noticed: a copy made while a refund was in flight", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 2_000 });
  const running = machine.start(...part);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  const copy = join(machine.cwd, "in-flight.db");
  copyFileSync(machine.journal, copy);
  expect(outcomeOf(await running.ended)).toMatchObject({ outcome: "accepted" });
  copyFileSync(copy, machine.journal);
  const refused = outcomeOf(await machine.run(...total));
  expect(refused).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
  expect(refused.error?.message).toContain("the newest change is missing");
  expect(received(sandbox, "issueRefund")).toBe(1);
});
