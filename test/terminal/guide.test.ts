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

/** What the command line can say of one order. */
const said = [
  ...["--reason", "Other", "--comment", "Dear Ann, sorry", "--ticket", "T-1"],
  ...["--expect-email", "buyer@example.com"],
];

test("what the command line said of the first order is not said of the next one", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["73152900", ...said]);
  await screen.shows("What to refund:");
  screen.type(keys.enter);
  await screen.shows("Refund 40.00 USD of order 73152900");
  expect(screen.text()).toContain("Dear Ann, sorry");
  screen.type(`y${keys.enter}`);
  await screen.shows("Another refund?");
  screen.type(`y${keys.enter}`);
  await screen.shows("Order number:");
  screen.type(`73152888${keys.enter}`);
  await screen.shows("Everything that is left (199.00 CNY)");
  screen.type(keys.enter);
  await screen.shows("> Unwanted auto-renewal");
  screen.type(keys.enter);
  await screen.shows("0 of 150");
  screen.type(keys.enter);
  await screen.shows("Refund 199.00 CNY of order 73152888");
  screen.type(`y${keys.enter}`);
  await expect.poll(() => refundsSent(sandbox), { timeout: 10_000 }).toBe(2);
  await expect.poll(() => screen.text().split("Another refund?").length).toBe(3);
  screen.type(keys.enter);
  expect(await screen.ended).toBe(0);
  const { out } = await desk.run("history", "--json");
  expect(
    out
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  ).toMatchObject([
    { order: "73152888", reason: "Unwanted auto-renewal", comment: "", ticket: null },
    { order: "73152900", reason: "Other", comment: "Dear Ann, sorry", ticket: "T-1" },
  ]);
});

test("after a no, what the command line said of the order is not said of another one", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, ["73152900", ...said]);
  await screen.shows("What to refund:");
  screen.type(keys.enter);
  await screen.shows("(y/N)");
  screen.type(keys.enter);
  await screen.shows("Nothing was sent. Change something?");
  screen.type(keys.down.repeat(3) + keys.enter);
  await screen.shows("Order number:");
  screen.type(`73152888${keys.enter}`);
  await screen.shows("Everything that is left (199.00 CNY)");
  screen.type(keys.enter);
  await screen.shows("> Unwanted auto-renewal");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("a wrong number on the command line changes nothing of what else it said", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["99999999", ...said]);
  await screen.shows("Order number:");
  screen.type(`73152900${keys.enter}`);
  await screen.shows("What to refund:");
  screen.type(keys.enter);
  await screen.shows("(y/N)");
  screen.type(`y${keys.enter}`);
  await screen.shows("Another refund?");
  expect(issued(sandbox)).toMatchObject(["73152900", 40, [], "Dear Ann, sorry", "Other"]);
  screen.type(keys.enter);
  await screen.ended;
});
