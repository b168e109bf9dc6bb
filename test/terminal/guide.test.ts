import { expect, test } from "vitest";
import { deskWithShop } from "../support/program.ts";
import { atScreen, keys } from "../support/screen.ts";
import { issued, received } from "../support/sandbox.ts";

test("refund alone leads through a refund of some pieces and offers the next one", async () => {
  const { desk, sandbox } = await deskWithShop();
  const screen = atScreen(desk, []);
  await screen.shows("Order number:");
  screen.type(`73152871${keys.enter}`);
  await screen.shows("What to refund:");
  expect(screen.text()).toContain("Test Buyer, buyer@example.com, US");
  screen.type(keys.down + keys.enter);
  await screen.shows("Lines to refund:");
  expect(screen.text()).toContain("Nothing picked; 241.49 USD is left");
  screen.type(keys.down + keys.right + keys.right);
  await screen.shows("66.66 USD in all; 174.83 USD stays");
  screen.type(keys.left);
  await screen.shows("33.33 USD in all; 208.16 USD stays");
  screen.type(keys.enter);
  await screen.shows("Reason:");
  screen.type(`Duplicate purchase${keys.enter}`);
  await screen.shows("Comment (optional; the customer reads it):");
  screen.type("Sorry");
  await screen.shows("5 characters");
  screen.type(keys.enter);
  await screen.shows("Refund 33.33 USD? (y/N)");
  screen.type(`y${keys.enter}`);
  await screen.shows("Another refund?");
  screen.type(keys.enter);
  expect(await screen.ended).toBe(0);
  expect(issued(sandbox)).toMatchObject([
    "73152871",
    null,
    [{ Quantity: 1, Amount: 33.33 }],
    "Sorry",
    "Duplicate purchase",
  ]);
  expect(received(sandbox, "issueRefund")).toBe(1);
});
