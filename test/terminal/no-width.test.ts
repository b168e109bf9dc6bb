import { expect, test } from "vitest";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk } from "./desk.ts";

test("a terminal that does not know its width is asked, and told what came of it", async () => {
  const { desk, sandbox } = await agentsDesk();
  const argv = ["total", "73152899", "--reason", "Fraud", "--comment", ""];
  const screen = atScreen(desk, argv, { columns: 0 });
  await screen.shows("Refund 40.00 USD of order");
  expect(screen.text()).toContain("Test Buyer, buyer@example.com, US");
  screen.type(`y${keys.enter}`);
  await screen.shows("Accepted: 2Checkout accepted the request");
  expect(await screen.ended).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});
