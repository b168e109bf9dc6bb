import { expect, test } from "vitest";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

test("an amount is checked while it is typed, with the most that can be refunded", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type(`73152871${keys.enter}`);
  await screen.shows("What to refund:");
  screen.type(keys.down + keys.down + keys.enter);
  await screen.shows("At most 241.49 USD.");
  screen.type("300");
  await screen.shows("That is more than the 241.49 USD left.");
  screen.type(keys.backspace.repeat(3) + "26.001");
  await screen.shows("may be 26001 or 26.001");
  screen.type(keys.enter);
  await screen.shows("may be 26001 or 26.001");
  screen.type(keys.backspace);
  await screen.shows("215.49 USD will be left.");
  screen.type(keys.enter);
  await screen.shows("Reason:");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test("a card number in the comment is complained of at once, and not taken", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, ["total", "73152899", "--reason", "Fraud"]);
  await screen.shows("Comment");
  screen.type("4111 1111 1111 1111");
  await screen.shows("looks like a card number");
  screen.type(keys.enter);
  await screen.shows("> The comment contains");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("above the ceiling the amount is typed", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["total", "73152871", "--reason", "Fraud", "--comment", ""]);
  await screen.shows("Above the ceiling of 100.00 USD");
  screen.type(`241${keys.enter}`);
  await screen.shows("This refund is 241.49 USD.");
  screen.type(`.49${keys.enter}`);
  expect(await screen.ended).toBe(0);
  expect(refundsSent(sandbox)).toBe(1);
});

test("a secret is never shown while it is typed", async () => {
  const { desk, sandbox } = await agentsDesk();
  delete desk.env["REFUND_MERCHANT_CODE"];
  delete desk.env["REFUND_SECRET_KEY"];
  const screen = atScreen(desk, ["order", "73152899"]);
  await screen.shows("Merchant code:");
  screen.type(sandbox.merchantCode + keys.enter);
  await screen.shows("Secret key:");
  screen.type(sandbox.secretKey + keys.enter);
  expect(await screen.ended).toBe(0);
  expect(screen.text()).toContain("Basic licence");
  expect(screen.raw()).not.toContain(sandbox.secretKey);
});

test("what is pasted beyond one line answers no later question", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["total", "--reason", "Fraud", "--comment", ""]);
  await screen.shows("Order number:");
  screen.type("73152899\ry\ry\r");
  await screen.shows("Refund 40.00 USD of order");
  expect(refundsSent(sandbox)).toBe(0);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test("a pasted order number may have spaces around it", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, ["order"]);
  await screen.shows("Order number:");
  screen.type("\u001b[200~  73152899 \u001b[201~");
  screen.type(keys.enter);
  expect(await screen.ended).toBe(0);
  expect(screen.text()).toContain("Basic licence");
});

test("a window may change its size at a question", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, ["partial", "73152871", "--reason", "Fraud"], { columns: 120 });
  await screen.shows("Lines to refund:");
  screen.resize(60, 30);
  screen.type(keys.space);
  await screen.shows("29.99 USD in all; 211.50 USD will be left");
  screen.resize(100, 30);
  screen.type(keys.down + keys.space);
  await screen.shows("129.99 USD in all; 111.50 USD will be left");
  // The keys may arrive before the program hears of the new size.
  await screen.shows("Pro licence, 1 year");
  const shown = screen.text();
  expect(shown.split("Pro licence, 1 year").length, shown).toBe(2);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test.each([["--no-color"], []])("without colours (%s) not one is written", async (...flags) => {
  const { desk } = await agentsDesk();
  const argv = ["total", "73152899", "--comment", "", ...flags];
  const env: Record<string, string> = flags.length === 0 ? { NO_COLOR: "1" } : {};
  const screen = atScreen(desk, argv, { env });
  await screen.shows("Reason:");
  screen.type(keys.enter);
  await screen.shows("Refund 40.00 USD of order");
  expect(screen.raw()).not.toMatch(paint);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("with colours the account's realm is painted, and said in words", async () => {
  const { desk } = await agentsDesk();
  const argv = [
    "total",
    "73152899",
    "--reason",
    "Fraud",
    "--comment",
    "",
    "--dry-run",
    "--sandbox",
  ];
  const screen = atScreen(desk, argv);
  expect(await screen.ended).toBe(0);
  expect(screen.raw()).toMatch(paint);
  expect(screen.text()).toContain("STAND-IN  (no real money)");
});

// eslint-disable-next-line no-control-regex -- what it is about
const paint = /\u001b\[[0-9;]*[1-9][0-9]*m/;
