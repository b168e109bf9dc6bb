import { expect, test } from "vitest";
import { machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { write } from "../support/settings.ts";
import { shopFor } from "../support/sandbox.ts";

const everything = [
  [["total"], ["order number", "--reason", "--yes"]],
  [
    ["total", "--sandbox"],
    ["order number", "--reason", "--yes"],
  ],
  [["total", "73152871", "--dry-run"], ["--reason"]],
  [["partial"], ["order number", "--item or --amount", "--reason", "--yes"]],
  [
    ["partial", "--reason", "Other"],
    ["order number", "--item or --amount", "--yes"],
  ],
  [
    ["partial", "73152871", "--amount", "1"],
    ["--reason", "--yes"],
  ],
  [["lineitem"], ["the line", "--order", "--reason", "--yes"]],
  [
    ["lineitem", "SEAT"],
    ["--order", "--reason", "--yes"],
  ],
  [
    ["lineitem", "--legacy"],
    ["line item id", "--category", "--yes"],
  ],
  [
    ["lineitem", "--legacy", "1234567890"],
    ["--category", "--yes"],
  ],
  [["order"], ["order number"]],
  [["batch"], ["file of refunds", "--yes"]],
  [["batch", "--dry-run"], ["file of refunds"]],
  [
    ["history", "prune"],
    ["--before", "--yes"],
  ],
  [["history", "prune", "--before", "2020-01-01"], ["--yes"]],
  [
    ["reconcile", "--accepted"],
    ["the attempt", "--yes"],
  ],
] as const;

const words = [
  ...["order number", "--item or --amount", "line item id", "the line", "--order", "--category"],
  ...["--reason", "--yes", "--before", "file of refunds", "the attempt"],
];

test.each(everything)("without a terminal %j names all that it lacks: %j", async (argv, names) => {
  const { machine, sandbox } = await shopFor();
  const document = outcomeOf(await machine.run(...argv, "--json"));
  expect(document).toMatchObject({ code: 2, error: { code: "usage" } });
  const message = document.error?.message ?? "";
  const listed = /^Missing: (.*?)\. There is no terminal|Add (--yes) to confirm/.exec(message);
  const list = (listed?.[1] ?? listed?.[2])?.split(", ") ?? [];
  const named = list.map((item) => words.find((word) => item.includes(word)) ?? item);
  expect(named.sort()).toEqual([...names].sort());
  expect(sandbox.requests()).toEqual([]);
});

test.each(everything)("at a terminal --no-input makes it the same: %j", async (argv, names) => {
  const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const { code, err } = await machine.run("--no-input", ...argv);
  expect(code).toBe(2);
  for (const name of names) expect(err).toContain(name);
});

test("the configured reason is not missing", async () => {
  const { machine } = await shopFor();
  write(machine, "config", ".refundrc", { defaultReason: "Other" });
  const { code, err } = await machine.run("total");
  expect(code).toBe(2);
  expect(err).toContain("Missing: the order number, --yes");
});

test("with --sandbox a reason that its merchant does not know is missing all the same", async () => {
  const { machine } = await shopFor();
  write(machine, "config", ".refundrc", { defaultReason: "Out of luck" });
  expect((await machine.run("total", "--sandbox")).err).toContain("--reason");
});

test("what nobody is ever asked for is missing at a terminal, too", async () => {
  const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const { code, err } = await machine.run("history", "prune");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain("Missing: --before <date>.");
});

test.each([
  [[], "Missing: the journal to copy, the journal to copy it into."],
  [["/tmp/one.db"], "Missing: the journal to copy it into."],
])("journal copy %j names what is missing at once", async (places, words) => {
  const { code, err } = await machineFor().run("journal", "copy", ...places);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
