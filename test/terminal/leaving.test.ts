import { describe, expect, test } from "vitest";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

/** A question, the command line that asks it, and what is answered before it comes. */
const questions: readonly (readonly [
  question: string,
  argv: readonly string[],
  before: readonly (readonly [shown: string, typed: string])[],
])[] = [
  ["Order number:", [], []],
  ["What to refund:", [], [["Order number:", "73152871\r"]]],
  ["Lines to refund:", ["partial", "73152871", "--reason", "Fraud"], []],
  ["Line to refund:", ["lineitem", "--order", "73152871", "--reason", "Fraud"], []],
  [
    "Amount in USD:",
    [],
    [
      ["Order number:", "73152871\r"],
      ["What to", keys.down.repeat(2) + "\r"],
    ],
  ],
  ["Reason:", ["total", "73152899"], []],
  ["Comment", ["total", "73152899", "--reason", "Fraud"], []],
  [
    "Above the ceiling of 100.00 USD",
    ["total", "73152871", "--reason", "Fraud", "--comment", ""],
    [],
  ],
  ["Refund 40.00 USD of order", ["total", "73152899", "--reason", "Fraud", "--comment", ""], []],
  ["Line item id:", ["lineitem", "--legacy"], []],
  ["Sale id", ["lineitem", "1234567890", "--legacy"], []],
  ["Category:", ["lineitem", "1234567890", "--legacy"], [["Sale id", "\r"]]],
  [
    "Comment (empty: Other; the customer reads it):",
    ["lineitem", "1234567890", "--legacy", "--category", "5"],
    [["Sale id", "\r"]],
  ],
  [
    "Refund line item 1234567890 in full at account",
    ["lineitem", "1234567890", "--legacy", "--category", "5", "--comment", ""],
    [["Sale id", "\r"]],
  ],
];

describe.each([
  ["questions that are drawn", {}],
  ["plain questions", { REFUND_ACCESSIBLE: "1" }],
])("at %s", (_kind, env) => {
  test.each(questions)("Ctrl-C at %j ends with 130 and sends nothing", async (...row) => {
    const [question, argv, before] = row;
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, argv, { env });
    for (const [shown, typed] of before) {
      await screen.shows(shown);
      // In plain questions a choice has a number instead.
      screen.type("REFUND_ACCESSIBLE" in env && typed.startsWith(keys.down) ? "3\r" : typed);
    }
    await screen.shows(question);
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
    expect(screen.text()).toContain("Stopped; nothing was sent.");
    expect(refundsSent(sandbox)).toBe(0);
  });

  test("the end of input at a question is the same as Ctrl-C", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["total", "73152899", "--reason", "Fraud", "--comment", ""], {
      env,
    });
    await screen.shows("Refund 40.00 USD of order");
    screen.type(keys.ctrlD);
    expect(await screen.ended).toBe(130);
    expect(refundsSent(sandbox)).toBe(0);
  });
});

const noCredentials = { REFUND_MERCHANT_CODE: "", REFUND_SECRET_KEY: "" };
const refund = ["total", "73152899", "--reason", "Fraud", "--yes"];

/** Questions that need something to have happened before. */
const later: readonly (readonly [
  question: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
])[] = [
  ["Merchant code:", refund, noCredentials],
  ["What does the control panel show?", ["reconcile"], {}],
  ["Delete the comment, reason", ["history", "prune", "--before", "2030-01-01"], {}],
];

test.each(later)("Ctrl-C at %j, asked by %j, ends with 130", async (question, argv, env) => {
  const { desk, sandbox } = await agentsDesk();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const lost = await desk.run(...refund);
  expect(lost.code).toBe(7);
  const sent = refundsSent(sandbox);
  const screen = atScreen(desk, argv, { env });
  await screen.shows(question);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(sent);
});

test("Ctrl-C at the secret key, which is not shown while it is typed, ends with 130", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, refund, { env: noCredentials });
  await screen.shows("Merchant code:");
  screen.type("ACME\r");
  await screen.shows("Secret key:");
  screen.type("hunter2");
  await screen.shows("*******");
  expect(screen.text()).not.toContain("hunter2");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("leaving at the question for another refund is a no, and ends with 0", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type("73152899\r");
  await screen.shows("What to refund:");
  screen.type("\r");
  await screen.shows("Reason:");
  screen.type("\r");
  await screen.shows("Comment");
  screen.type("\r");
  await screen.shows("Refund 40.00 USD of order");
  screen.type("y\r");
  await screen.shows("Another refund?");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(0);
});

/** Commands that would ask for something at a terminal. */
const asking: readonly (readonly string[])[] = [
  ...[[], ["total"], ["total", "73152899"], ["total", "73152899", "--reason", "Fraud"]],
  ...[
    ["partial", "73152871", "--yes"],
    ["lineitem", "--yes"],
    ["lineitem", "--legacy", "--yes"],
  ],
  ...[["order"], ["login"], ["history", "prune", "--before", "2020-01-01"]],
];

test.each(asking.map((argv) => [argv]))(
  "without a terminal %j asks nothing and ends, though its input stays open",
  async (argv) => {
    const { desk, sandbox } = await agentsDesk();
    const { code } = await desk.runWithIdleInput(...argv);
    expect([2, 3]).toContain(code);
    expect(refundsSent(sandbox)).toBe(0);
  },
  20_000,
);

describe("Ctrl-Z and fg", () => {
  const argv = ["total", "73152899", "--reason", "Fraud"];

  test("the question comes back with what was typed, and the refund is made", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, argv, { whenSuspended: "echo In the shell.; fg" });
    await screen.shows("Comment");
    screen.type("Sorry");
    await screen.shows("Sorry");
    screen.type(keys.ctrlZ);
    await screen.shows("In the shell.");
    // What follows is drawn below that.
    const asked = () => screen.text().slice(screen.text().lastIndexOf("In the shell."));
    await screen.shows("Comment (optional; the customer reads it): Sorry\n  5 of");
    expect(asked()).toMatch(/^\? Comment .*: Sorry$/m);
    expect(screen.text()).not.toContain("Stopped; nothing was sent.");
    screen.type(` for that${keys.enter}`);
    await screen.shows("(y/N)");
    expect(asked()).toMatch(/^✔ Comment .*: Sorry for that$/m);
    screen.type(`y${keys.enter}`);
    expect(await screen.ended).toBe(0);
    expect(refundsSent(sandbox)).toBe(1);
  });

  test.each([
    ["Ctrl-C", keys.ctrlC],
    ["Ctrl-D", keys.ctrlD],
  ])("and then %s ends it, sending nothing", async (_name, key) => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, argv, { whenSuspended: "echo In the shell.; fg" });
    await screen.shows("Comment");
    screen.type(keys.ctrlZ);
    await screen.shows("In the shell.");
    await screen.shows("0 of");
    screen.type(key);
    expect(await screen.ended).toBe(130);
    expect(refundsSent(sandbox)).toBe(0);
  });
});
