import type { Command, Option } from "commander";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processContext } from "../../src/context.ts";
import { mayBeEmpty, mayBeGivenAgain } from "../../src/program/lenient-option.ts";
import { commandNames } from "../../src/program/outlines.ts";
import { createProgram } from "../../src/program/program.ts";
import { machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { shopFor } from "../support/sandbox.ts";

const closing = ["--reason", "Other", "--yes"];
const rows = "order,kind,reason\n73152871,total,Fraud\n";

describe("an option that lost its value to an empty variable sends nothing and makes no file:", () => {
  test.each([
    [["--output", "--dry-run"], "--output"],
    [["--output", "--sandbox"], "--output"],
    [["--output", "--max-rows=0"], "--output"],
    [["--output", ""], "--output"],
    [["--output="], "--output"],
    [["--output", "-y"], "--output"],
    [["--output", "-qv"], "--output"],
    [["--output", "--"], "--output"],
    [["--output"], "--output"],
    [["--resume", "--dry-run"], "--resume"],
    [["--profile", "--dry-run"], "--profile"],
    [["--config", "-q", "--dry-run"], "--config"],
  ])("batch rows.csv --yes %j", async (words, names) => {
    const { machine, sandbox } = await shopFor();
    writeFileSync(join(machine.cwd, "rows.csv"), rows);
    const document = outcomeOf(await machine.run("batch", "rows.csv", "--yes", "--json", ...words));
    expect(document).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(document.error?.message).toContain(names);
    expect(sandbox.ledger()).toEqual([]);
    expect(readdirSync(machine.cwd)).toEqual(["rows.csv"]);
    expect(existsSync(machine.journal)).toBe(false);
  });
});

/** Every command, by the words that lead to it, in full. */
async function allCommands(): Promise<readonly (readonly [string, Command])[]> {
  const { program, declare } = createProgram(processContext(), () => undefined);
  const below = async (command: Command, path: string): Promise<[string, Command][]> => {
    await declare(command);
    const further = command.commands.map((each) => below(each, `${path} ${each.name()}`.trim()));
    return [[path, command], ...(await Promise.all(further)).flat()];
  };
  return below(program, "");
}

const declared = (await allCommands()).flatMap(([path, { options }]) =>
  options.map((option): [string, string, Option] => [path, option.long ?? "", option]),
);
const withValue = declared.filter(([, , option]) => option.required);

test("every command is among those whose options are looked at", () => {
  const paths = new Set(withValue.map(([path]) => path));
  const without = ["help", "completion", "complete"];
  for (const name of commandNames.filter((each) => !without.includes(each))) {
    expect([...paths].some((path) => path.split(" ")[0] === name)).toBe(true);
  }
  expect(paths).toContain("history prune");
  expect(paths).toContain("");
});

test("no option takes its value or leaves it, nor several at once, nor by a single letter", () => {
  for (const [path, name, option] of declared) {
    // What stands in brackets inside an option's value makes it "optional" for commander, too.
    const traits = { optional: option.optional && !option.required, variadic: option.variadic };
    expect({ path, name, ...traits }).toEqual({ path, name, optional: false, variadic: false });
    if (option.required) expect(option.short).toBeUndefined();
  }
});

describe("the value of every declared option", () => {
  const usage = async (path: string, ...words: readonly string[]) => {
    const argv = [...(path === "" ? [] : path.split(" ")), ...words, "--json"];
    return outcomeOf(await machineFor().run(...argv));
  };

  test.each(withValue)("%s %s is no other option", async (path, name) => {
    for (const next of ["--dry-run", "--json", "--nothing-such", "-h"]) {
      const document = await usage(path, name, next);
      expect(document).toMatchObject({ code: 2, error: { code: "usage" } });
      expect(document.error?.message).toContain(
        `${name} needs a value, and "${next}" is an option`,
      );
    }
  });

  test.each(withValue)("%s %s is given once, or may be given again", async (path, name, option) => {
    const values = [`${name}=1`, name, "1"];
    const { error } = await usage(path, ...values);
    if (mayBeGivenAgain(option)) expect(error?.message).not.toContain("given twice");
    else expect(error?.message).toContain(`${name} is given twice`);
  });

  test.each(withValue)("%s %s is not empty, or may be", async (path, name, option) => {
    for (const words of [[name, ""], [`${name}=`], [name, " "]]) {
      const { error } = await usage(path, ...words);
      if (mayBeEmpty(option)) expect(error?.message).not.toContain("empty value");
      else expect(error?.message).toContain(`${name} has an empty value`);
    }
  });
});

test.each([
  [["--comment", "- 5 EUR, as agreed"], "- 5 EUR, as agreed"],
  [["--comment", "-yes"], "-yes"],
  [["--comment", "-5"], "-5"],
  [["--comment=--json"], "--json"],
  [["--comment=-y"], "-y"],
  [["--comment="], ""],
  [["--comment", ""], ""],
  [["--comment", "a=b\n=c"], "a=b\n=c"],
  [["--comment=--a=b"], "--a=b"],
])("a value that cannot be mistaken is taken as it is: %j", async (words, comment) => {
  const { machine, sandbox } = await shopFor();
  const { code, out } = await machine.run("total", "73152871", ...closing, ...words);
  expect(code).toBe(0);
  expect(out).not.toContain("{");
  expect(sandbox.ledger()).toMatchObject([{ comment }]);
});

test("an option that may be given again still may", async () => {
  const { machine, sandbox } = await shopFor();
  const items = ["--item", "SEAT", "--item", "SHIPPING_GENERIC_PRODUCT"];
  expect((await machine.run("partial", "73152871", ...items, ...closing)).code).toBe(0);
  expect(sandbox.ledger()[0]?.items).toHaveLength(2);
});

test("a flag without a value may be given again: it says the same", async () => {
  const { machine } = await shopFor();
  const flags = ["--yes", "-y", "-qv", "--quiet"];
  expect((await machine.run("total", "73152871", ...closing, ...flags)).code).toBe(0);
});

test("a flag that takes no value refuses one", async () => {
  const { machine, sandbox } = await shopFor();
  const { code, err } = await machine.run("total", "73152871", ...closing, "--dry-run=false");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain("--dry-run takes no value");
  expect(sandbox.requests()).toEqual([]);
});

test("all that is wrong with the options is said at once", async () => {
  const argv = ["total", "1", "--reason", "--comment", "a", "--ticket=", "--comment", "b"];
  const { err } = await machineFor().run(...argv);
  expect(err).toContain("--reason needs a value");
  expect(err).toContain("--ticket has an empty value");
  expect(err).toContain("--comment is given twice");
});

test.each([
  [["total", "1", "--reason=--json"], false],
  [["total", "1", "--comment=--json", "--bogus"], false],
  [["total", "1", "--reason", "--json"], true],
  [["--json", "total", "1", "--reason", "--yes"], true],
  [["total", "1", "--bogus", "--json"], true],
  [["total", "1", "--", "--json"], false],
  [["--json", "--", "total"], true],
])("JSON is printed exactly where --json is an option: %j", async (argv, json) => {
  const { code, out } = await machineFor().run(...argv);
  expect(code).toBe(2);
  expect(out.startsWith("{")).toBe(json);
});
