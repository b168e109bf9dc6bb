import { describe, expect, test } from "vitest";
import { type Machine, machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { received, shopFor } from "../support/sandbox.ts";

const closing = ["--reason", "Other", "--yes"];
const total = ["73152871", ...closing];

describe("a command line that is wrong by itself is a usage error before anything is read:", () => {
  test.each([
    { argv: [], names: "Name a command" },
    { argv: ["refnd"], names: "refnd" },
    { argv: ["total", "73152871", "--reson", "Other"], names: "--reason" },
    { argv: ["total", "73152871", "73152872", ...closing], names: "argument" },
    { argv: ["total", ...closing], names: "order" },
    { argv: ["total", "7315-2871", ...closing], names: "7315-2871" },
    { argv: ["total", "73152871", "--yes"], names: "--reason" },
    { argv: ["total", "73152871", "--reason", " ", "--yes"], names: "--reason" },
    { argv: ["total", "73152871", "--reason"], names: "--reason" },
    { argv: ["total", "73152871", "--reason", "Other"], names: "--yes" },
    { argv: ["total", "73152871", ...closing, "--timeout", "soon"], names: "--timeout" },
    { argv: ["total", "73152871", ...closing, "--timeout", "0"], names: "--timeout" },
    { argv: ["partial", "73152871", ...closing], names: "--item" },
    { argv: ["partial", "73152871", "--item", ":", ...closing], names: "--item" },
    { argv: ["lineitem", "--order", "73152871", ...closing], names: "line" },
    { argv: ["lineitem", "SEAT", ...closing], names: "--order" },
    {
      argv: ["lineitem", "SEAT", "--order", "73152871", "--category", "5", ...closing],
      names: "--category",
    },
    { argv: ["lineitem", "1234567890", "--legacy", "--yes"], names: "--category" },
    {
      argv: ["lineitem", "1234567890", "--legacy", "--category", "5", ...closing],
      names: "--reason",
    },
    {
      argv: ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--order", "1"],
      names: "--order",
    },
    { argv: ["history", "prun"], names: "prun" },
    { argv: ["lineitem", "12x", "--legacy", "--category", "5", "--yes"], names: "12x" },
    { argv: ["lineitem", "1234567890", "--legacy", "--category", "7", "--yes"], names: "7" },
    {
      argv: ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--comment", "<b>"],
      names: "comment",
    },
    { argv: ["lineitem", "1234567890", "--legacy", "--category", "5"], names: "--yes" },
    { argv: ["order", "12x"], names: "12x" },
    { argv: ["sandbox", "--port", "many"], names: "--port" },
    { argv: ["sandbox", "--fault", "sulk"], names: "sulk" },
  ])("$argv", async ({ argv, names }) => {
    const { machine, sandbox } = await shopFor();
    const text = await machine.run(...argv);
    expect(text).toMatchObject({ code: 2, out: "" });
    expect(text.err).toContain(names);
    const document = outcomeOf(await machine.run(...argv, "--json"));
    expect(document).toMatchObject({ code: 2, outcome: "failed" });
    expect(sandbox.requests()).toEqual([]);
  });
});

test.each([[["totl"]], [["help", "totl"]]])(
  "%j lists the commands, and not the one of the completion scripts",
  async (argv) => {
    const { err } = await machineFor().run(...argv);
    expect(err).toMatch(/total, partial, .*, doctor, .*, completion/s);
    expect(err).not.toMatch(/\bcomplete\b/);
  },
);

test.each([
  [["total", "73152871", "--reason", "duplicate", "--yes", "--sandbox"], "Duplicate purchase"],
  [["total", "73152871", "--reason", "Farud", "--yes", "--sandbox"], "Fraud"],
  [["lineitem", "1234567890", "--legacy", "--category", "out of stok", "--yes"], "Out of stock"],
  [["recon"], "reconcile"],
  [["help", "exitcodes"], "exit-codes"],
])("%j names the nearest that there is: %s", async (argv, near) => {
  const { machine } = await shopFor();
  const { code, err } = await machine.run(...argv);
  expect(code).toBe(2);
  expect(err).toContain(`Did you mean "${near}"?`);
});

describe("what names no single line, or no money of the order, is a usage error:", () => {
  test.each([
    ["73152871", ["--item", "NOPE"], "SHIPPING_GENERIC_PRODUCT"],
    ["73152879", ["--item", "SEAT"], "Seat, branch"],
    ["73152871", ["--item", "SEAT:0"], "SEAT"],
    ["73152871", ["--item", "SEAT", "--item", "SEAT:1"], "twice"],
    ["73152871", ["--item", "SEAT:1:1.001"], "decimal digits of USD"],
    ["73152871", ["--item", "SEAT", "--amount", "99.99"], "100.00 USD"],
    ["73152871", ["--amount", "26.00 EUR"], "EUR"],
    ["73152871", ["--amount", "1,000.00"], "1,000.00"],
    ["73152871", ["--amount", "1e2"], "1e2"],
    ["73152871", ["--amount", "-5"], "-5"],
    ["73152871", ["--amount", "0"], "more than zero"],
    ["73152872", ["--amount", "10.5"], "JPY"],
  ])("%s %j", async (refNo, flags, names) => {
    const { machine, sandbox } = await shopFor();
    const document = outcomeOf(await machine.run("partial", refNo, ...flags, ...closing, "--json"));
    expect(document).toMatchObject({ code: 2, outcome: "failed", error: { code: "usage" } });
    expect(document.error?.message).toContain(names);
    expect(received(sandbox, "issueRefund")).toBe(0);
  });
});

test.each(["4111111111111111", "card 4111-1111 1111-1111, thanks", "5105105105105100"])(
  "a comment with a card number is a usage error that does not repeat it: %s",
  async (comment) => {
    const { machine, sandbox } = await shopFor();
    const argv = ["total", "73152871", ...closing, "--comment", comment, "--json"];
    const ended = await machine.run(...argv);
    expect(outcomeOf(ended)).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(ended.out + ended.err).not.toMatch(/1111|5100/);
    expect(received(sandbox, "issueRefund")).toBe(0);
  },
);

describe.each(["comment", "reason", "ticket"])("a --%s", (name) => {
  test.each([
    ["a card number", "4111.1111.1111\u20131111", "looks like a card number"],
    ["one in other digits", "٤١١١ ١١١١ ١١١١ ١١١١", "looks like a card number"],
    ["a control character", "a\u001b[2J", "U+001B at position 2"],
    ["what was no UTF-8", "R\ufffdck", "not valid UTF-8 in this terminal"],
  ])("with %s is a usage error before anything is asked", async (_what, text, says) => {
    const { machine, sandbox } = await shopFor();
    const flags = { reason: "Other", [name]: text };
    const words = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    const ended = await machine.run("total", "73152871", "--yes", ...words, "--json");
    expect(outcomeOf(ended)).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(outcomeOf(ended).error?.message).toContain(says);
    expect(sandbox.requests()).toHaveLength(0);
  });
});

test.each([
  ["--comment", "R\ufffdck"],
  ["--ticket", "4111 1111 1111 1111"],
])("through the legacy API, too, %s is checked", async (flag, text) => {
  const { machine, sandbox } = await shopFor();
  const argv = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", flag, text];
  expect((await machine.run(...argv)).code).toBe(2);
  expect(sandbox.requests()).toHaveLength(0);
});

test("a comment with digits that are no card number is sent", async () => {
  const { machine, sandbox } = await shopFor();
  const comment = "Ticket 4111111111111112, order 73152871";
  const argv = ["total", "73152871", ...closing, "--comment", comment];
  expect((await machine.run(...argv)).code).toBe(0);
  expect(sandbox.ledger()).toMatchObject([{ comment }]);
});

test.each([
  [["--yes", "total", "73152871"], "Write: refund total … --yes"],
  [["--reason", "Fraud", "total", "73152871"], "Write: refund total … --reason"],
  [["--reason=Fraud", "total", "73152871"], "Write: refund total … --reason"],
  [["--json", "--reason", "Fraud", "total", "73152871"], "Write: refund total … --reason"],
  [["history", "--yes", "prune"], "Write: refund history prune … --yes"],
  [["history", "--account", "A", "prune"], "refund history prune does not take --account"],
  [["sandbox", "--port", "1", "reset"], "refund sandbox reset does not take --port"],
  [["--sandbox", "help"], "refund help does not take --sandbox"],
  [["help", "--sandbox"], "refund help does not take --sandbox"],
])("a command's own option comes after it, and the error says where: %j", async (argv, says) => {
  const { code, out, err } = await machineFor().run(...argv);
  expect(code).toBe(2);
  expect(out + err).toContain(says);
});

test.each([
  [["--sandbox", "--quiet", "total", ...total, "--json"]],
  [["--json", "total", ...total, "--sandbox", "--quiet"]],
  [["--json", "--timeout", "5", "total", "--sandbox", ...total, "-q"]],
  [["-q", "--timeout=5", "--no-input", "--json", "--sandbox", "total", ...total]],
])("options of all commands stand before and behind the command: %j", async (argv) => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run(...argv);
  expect(outcomeOf(ended)).toMatchObject({ code: 0, outcome: "accepted", command: "total" });
  expect(ended.err).toBe("");
  expect(sandbox.requests()).toEqual([]);
});

test("an option of all commands that is given before and behind is given twice", async () => {
  const { code, err } = await machineFor().run("--profile", "a", "total", "1", "--profile", "a");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain("--profile is given twice");
});

test("before its command, too, an option's value is no option of that command", async () => {
  const { code, err } = await machineFor().run("--profile", "-y", "total", "73152871");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain('--profile needs a value, and "-y" is an option');
});

test("help is asked for on either side of a command, and the version before one", async () => {
  const machine = machineFor();
  const help = await machine.run("total", "--help");
  expect(await machine.run("--help", "total")).toEqual(help);
  expect(await machine.run("-h", "history", "prune")).toEqual(
    await machine.run("history", "prune", "--help"),
  );
  const version = await machine.run("--version");
  expect(await machine.run("--version", "total", "73152871")).toEqual(version);
});

test.each([
  ["--reson=Fraud", "--reson"],
  ["-yx", "-x"],
])("an unknown option behind its command is not told to go there: %s", async (word, option) => {
  const { code, err } = await machineFor().run("total", "73152871", word);
  expect(code).toBe(2);
  expect(err).toContain(`Unknown option '${option}`);
  expect(err).toContain("See: refund total --help");
});

test("a flag before prune makes it prune the journal that the flag names", async () => {
  const { machine } = await shopFor();
  await machine.run("total", ...total);
  await machine.run("total", ...total, "--sandbox");
  const prune = ["prune", "--before", "2999-01-01", "--yes"];
  expect((await machine.run("history", "--sandbox", ...prune)).code).toBe(0);
  expect((await machine.run("history", "73152871")).out).toContain("accepted");
});

test.each([
  [["totl", "73152871"], null],
  [["--reason", "Fraud", "total", "73152871"], "total"],
  [["history", "prune", "--before", "soon"], "prune"],
  [["reconcile", "--port", "1"], "reconcile"],
])("the document of a wrong command line names the command, or none: %j", async (argv, command) => {
  const document = outcomeOf(await machineFor().run(...argv, "--json"));
  expect(document).toMatchObject({ command, code: 2, error: { code: "usage" } });
});

test("what is no command has none below it", async () => {
  const { code, err } = await machineFor().run("help", "total", "extra");
  expect(code).toBe(2);
  expect(err).toContain("total has no subcommands.");
});

test("a word after -- is never a flag", async () => {
  const { machine } = await shopFor();
  const ended = await machine.run("total", ...closing, "--", "--json");
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toContain("--json");
});

/** Every command of the tree that help lists, by the words that lead to it. */
async function commandsBelow(machine: Machine, path: readonly string[]): Promise<string[][]> {
  const { out } = await machine.run(...path, "--help");
  const [, listed = ""] = out.split(/^Commands:$/m);
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name);
  const below = await Promise.all(names.map((name) => commandsBelow(machine, [...path, name])));
  return [[...path], ...below.flat()];
}

test("every command's help has an example that runs it", async () => {
  const machine = machineFor();
  const [, ...commands] = await commandsBelow(machine, []);
  expect(commands).toContainEqual(["history", "prune"]);
  expect(commands.length).toBeGreaterThan(15);
  for (const path of commands) {
    const { out } = await machine.run(...path, "--help");
    expect(out).toContain(`\nExamples:\n  $ refund ${path.join(" ")}`);
  }
});

test("every command's help says in a sentence what it does, and shows its own options first", async () => {
  const machine = machineFor();
  for (const path of await commandsBelow(machine, [])) {
    const { out } = await machine.run(...path, "--help");
    const [usage = "", about = ""] = out.split("\n\n");
    expect(usage).toMatch(/^Usage: /);
    expect({ path, about }).toEqual({
      path,
      about: expect.stringMatching(/^[A-Z][^]+\.$/) as unknown,
    });
    const headings = [...out.matchAll(/^(Options.*):$/gm)].map(([, heading]) => heading);
    expect({ path, headings: headings.slice(0, 1) }).toEqual({ path, headings: ["Options"] });
  }
});

test("help topics lists every topic, each with what it is about", async () => {
  const machine = machineFor();
  const { code, out } = await machine.run("help", "topics");
  expect(code).toBe(0);
  const listed = [...out.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name ?? "");
  expect(listed).toEqual(["exit-codes", "environment", "json"]);
  for (const name of listed) expect((await machine.run("help", name)).code).toBe(0);
  expect((await machine.run("--help")).out).toContain("refund help topics");
});

test("every help and every topic fits 80 columns, and names no option twice", async () => {
  const machine = machineFor();
  const commands = (await commandsBelow(machine, [])).map((path) => [...path, "--help"]);
  const topics = ["exit-codes", "environment", "json", "topics"].map((topic) => ["help", topic]);
  for (const argv of [...commands, ...topics]) {
    const { out } = await machine.run(...argv);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const flags = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
    expect({ argv, flags }).toEqual({ argv, flags: [...new Set(flags)] });
  }
});

test("help on the environment says that a journal may be shared", async () => {
  const { out } = await machineFor().run("help", "environment");
  expect(out).toMatch(/REFUND_JOURNAL\n.*postgres:\/\//);
});

test("help shows a command's own options apart from those of all commands", async () => {
  const { out } = await machineFor().run("history", "--help");
  const [own = "", common = ""] = out.split("Options for all commands:");
  expect(own).toContain("--since");
  expect(own).not.toContain("--sandbox");
  expect(common).toContain("--sandbox");
});

test("help and version are results and need no settings", async () => {
  const machine = machineFor();
  for (const argv of [["--help"], ["total", "--help"], ["help", "partial"], ["--version"]]) {
    const { code, out, err } = await machine.run(...argv);
    expect({ argv, code, err }).toEqual({ argv, code: 0, err: "" });
    expect(out).toMatch(/Usage: refund|^\d+\.\d+\.\d+\n$/);
  }
});

test.each([
  [["history", "--since", "2026-02-30"], "--since"],
  [["history", "--until", "2026-02-29"], "--until"],
  [["history", "prune", "--before", "2026-04-31", "--yes"], "--before"],
])("a day that no calendar has is a usage error: %j", async (argv, names) => {
  const { code, err } = await machineFor().run(...argv);
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain(names);
  expect(err).toContain("no such day");
});
