import { describe, expect, test } from "vitest";
import { issued } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

/** As a terminal hands over what is pasted, when it says that it is pasted. */
const pasted = (text: string) => `\u001b[200~${text}\u001b[201~`;

const ignored = "Pasted text is ignored here.";

const said = ["--reason", "Other", "--comment", "x"];

describe.each([
  ["whose last line is yes", [pasted("abc\ry\r")]],
  ["of one line, yes", [pasted("yes\r")]],
  ["that arrives in pieces", ["\u001b[200~abc\r", "y\r", "\u001b[201~"]],
  ["that the terminal does not mark", ["abc\ry\r"]],
  ["that the terminal does not mark, with other line breaks", ["y\ny\n"]],
] as const)("a pasted text %s", (_which, reads) => {
  test("confirms no refund, and a typed yes does", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["total", "73152899", ...said]);
    await screen.shows("(y/N)");
    for (const read of reads) screen.type(read);
    await screen.shows(ignored);
    expect(refundsSent(sandbox)).toBe(0);
    screen.type("y");
    await screen.shows("(y/N) y");
    expect(screen.text()).not.toContain(ignored);
    expect(refundsSent(sandbox)).toBe(0);
    screen.type(keys.enter);
    expect(await screen.ended).toBe(0);
    expect(refundsSent(sandbox)).toBe(1);
  });

  test("answers no question of a guided refund but one for a text", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["73152899", "--reason", "Fraud", "--comment", ""]);
    const paste = async () => {
      for (const read of reads) screen.type(read);
      await screen.shows(ignored);
    };
    await screen.shows("What to refund:");
    await paste();
    screen.type(keys.enter);
    await screen.shows("✔ What to refund: Everything that is left (40.00 USD)");
    await screen.shows("(y/N)");
    expect(screen.text()).not.toContain(ignored);
    await paste();
    expect(refundsSent(sandbox)).toBe(0);
    screen.type(`y${keys.enter}`);
    await screen.shows("Another refund? (y/N)");
    expect(screen.text()).not.toContain(ignored);
    await paste();
    screen.type(keys.enter);
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toContain("Another refund? no");
    expect(refundsSent(sandbox)).toBe(1);
  });
});

test("a pasted yes is no answer to the Enter that follows", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["total", "73152899", ...said]);
  await screen.shows("(y/N)");
  screen.type(pasted("yes"));
  await screen.shows(ignored);
  screen.type(keys.enter);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test("a pasted text picks no lines, but may be the amount of one", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["partial", "73152871", ...said]);
  await screen.shows("Nothing picked");
  screen.type(pasted(` 1\r${keys.down} `));
  await screen.shows(ignored);
  expect(screen.text()).toContain("0 of 1  Pro licence");
  screen.type("a");
  await screen.shows("Amount for Pro licence, 1 year:");
  screen.type(pasted("9.50\r"));
  await screen.shows("Amount for Pro licence, 1 year: 9.50");
  expect(screen.text()).toContain("0 of 1  Pro licence");
  screen.type(keys.enter);
  await screen.shows("9.50 USD in all");
  screen.type(keys.enter);
  await screen.shows("(y/N)");
  screen.type(`y${keys.enter}`);
  expect(await screen.ended).toBe(0);
  expect(issued(sandbox)[2]).toMatchObject([{ Quantity: 1, Amount: 9.5 }]);
});

test.each([
  ["marked as pasted", pasted("fraud\r\r")],
  ["not marked", "fraud\r\r"],
])(
  "where typing narrows a list, a pasted text (%s) narrows it and picks nothing",
  async (_how, text) => {
    const { desk } = await agentsDesk();
    const screen = atScreen(desk, ["total", "73152899"]);
    await screen.shows("> Unwanted auto-renewal");
    screen.type(text);
    await screen.shows("Reason: fraud  _");
    screen.type(keys.backspace);
    await screen.shows("Reason: fraud _");
    expect(screen.text()).toContain("> Fraud");
    expect(screen.text()).not.toContain("Unwanted");
    screen.type(keys.enter);
    await screen.shows("✔ Reason: Fraud");
    await screen.shows("0 of 150");
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  },
);
