import { expect, test } from "vitest";
import { issued } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

test("refund alone leads through a refund of some pieces and offers the next one", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type(`73152871${keys.enter}`);
  await screen.shows("What to refund:");
  expect(screen.text()).toContain("Test Buyer, buyer@example.com, US");
  screen.type(keys.down + keys.enter);
  await screen.shows("Nothing picked; 241.49 USD is left");
  screen.type(keys.down + keys.right + keys.right);
  await screen.shows("66.66 USD in all; 174.83 USD will be left");
  screen.type(keys.left);
  await screen.shows("33.33 USD in all; 208.16 USD will be left");
  screen.type(keys.enter);
  await screen.shows("Reason:");
  screen.type("dup");
  await screen.shows("> Duplicate purchase");
  expect(screen.text()).not.toContain("Fraud");
  screen.type(keys.enter);
  await screen.shows("Comment (optional; the customer reads it):");
  screen.type("Sorry");
  await screen.shows("5 of 150");
  screen.type(keys.enter);
  await screen.shows("Refund 33.33 USD of order");
  expect(screen.text()).toContain("Left after   208.16 USD");
  screen.type(`y${keys.enter}`);
  await screen.shows(
    "Accepted: 2Checkout accepted the request to refund 33.33 USD of order 73152871.",
  );
  await screen.shows("Another refund?");
  screen.type(keys.enter);
  expect(await screen.ended).toBe(0);
  expect(issued(sandbox)).toMatchObject([
    ...["73152871", null, [{ Quantity: 1, Amount: 33.33 }], "Sorry", "Duplicate purchase"],
  ]);
});

test("after a no another order may follow", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type(`73152884${keys.enter}`);
  await screen.shows("Everything that is left (40.00 USD)");
  screen.type(keys.enter);
  await screen.shows("Reason:");
  screen.type(keys.down + keys.enter);
  await screen.shows("Comment");
  screen.type(keys.enter);
  await screen.shows("Refund 40.00 USD of order");
  screen.type(keys.enter);
  await screen.shows("Nothing was sent. Change something?");
  screen.type(keys.down.repeat(3) + keys.enter);
  await screen.shows("? Order number:");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test("a wrong order number is reported, and asked for again", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type(`99999999${keys.enter}`);
  await screen.shows("Refused, no money moved:");
  await screen.shows("? Order number:");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("login and order are read while the agent is still asked", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["total", "73152899"]);
  await screen.shows("Reason:");
  await expect
    .poll(() => sandbox.requests().map(({ method }) => method), { timeout: 10_000 })
    .toEqual(["login", "getOrder"]);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});
