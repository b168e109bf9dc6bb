import { expect, test } from "vitest";
import { received } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk } from "./desk.ts";

const order = "73152901";

test("a refund is made, seen waiting, cancelled, made anew of another amount, and seen paid out", async () => {
  const { desk, sandbox } = await agentsDesk();
  const refund = ["--reason", "Other", "--comment", "", "--yes"];

  const total = atScreen(desk, ["total", order, ...refund]);
  await total.shows("Accepted:");
  expect(await total.ended).toBe(0);

  const waiting = atScreen(desk, ["status"], { columns: 140 });
  await waiting.shows("Accepted, and not seen paid out yet");
  await waiting.shows("about 1 business day");
  expect(await waiting.ended).toBe(0);

  const cancel = atScreen(desk, ["cancel", order], { columns: 140 });
  await cancel.shows("To be cancelled");
  await cancel.shows(
    `Cancel the refund of 40.00 USD of order ${order} (buyer@example.com; account SANDBOX)?`,
  );
  expect(received(sandbox, "cancelRefund")).toBe(0);
  cancel.type(`y${keys.enter}`);
  await cancel.shows("is withdrawn, and the order can be refunded");
  expect(await cancel.ended).toBe(0);

  const partial = atScreen(desk, ["partial", order, "--item", "BASIC:1:15.00", ...refund]);
  await partial.shows("Accepted:");
  expect(await partial.ended).toBe(0);

  const before = atScreen(desk, ["status", "--refresh"], { columns: 140 });
  await before.shows("15.00 USD");
  expect(await before.ended).toBe(0);
  sandbox.settle();
  const after = atScreen(desk, ["status", "--refresh"]);
  await after.shows("Nothing waits");
  expect(await after.ended).toBe(0);

  const view = atScreen(desk, ["order", order], { columns: 140 });
  await view.shows("accepted, paid out");
  expect(await view.ended).toBe(0);
  expect(view.text()).toContain("withdrawn");
});

test("a no at the question sends nothing", async () => {
  const { desk, sandbox } = await agentsDesk();
  const refunded = await desk.run("total", order, "--reason", "Other", "--yes");
  expect(refunded.code).toBe(0);
  const screen = atScreen(desk, ["cancel", order]);
  await screen.shows("(y/N)");
  screen.type(keys.enter);
  expect(await screen.ended).toBe(130);
  expect(received(sandbox, "cancelRefund")).toBe(0);
});

test("where several refunds wait, the one that is meant is picked", async () => {
  const { desk, sandbox } = await agentsDesk({ settleAfterMs: 0, refundsShape: "null" });
  for (const amount of ["10.00", "12.00"]) {
    const argv = ["partial", "73152871", "--amount", amount, "--reason", "Other", "--yes"];
    expect((await desk.run(...argv)).code).toBe(0);
  }
  const screen = atScreen(desk, ["cancel", "73152871"], { columns: 140 });
  await screen.shows("Which refund is to be cancelled?");
  screen.type(keys.down + keys.enter);
  await screen.shows("Cancel the refund of 10.00 USD");
  expect(screen.text()).toContain("Several refunds of this order wait");
  screen.type(`y${keys.enter}`);
  // The stand-in has paid both out by now.
  await screen.shows("Refused, nothing was cancelled");
  expect(await screen.ended).toBe(4);
  expect(received(sandbox, "cancelRefund")).toBe(1);
});

test("refund alone says in one line when something is unresolved", async () => {
  const { desk } = await agentsDesk({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
  const lost = await desk.run("total", order, "--reason", "Other", "--yes");
  expect(lost.code).toBe(7);
  const screen = atScreen(desk, []);
  await screen.shows("1 attempt has no known outcome. See: refund status");
  await screen.shows("Order number:");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("an open cancellation is settled by what a person saw", async () => {
  const { desk, sandbox } = await agentsDesk();
  await desk.run("total", order, "--reason", "Other", "--yes");
  sandbox.addFault({ kind: "drop-after", method: "cancelRefund" });
  expect((await desk.run("cancel", order, "--yes")).code).toBe(7);
  const screen = atScreen(desk, ["reconcile"], { columns: 140 });
  await screen.shows("What does the control panel show?");
  expect(screen.text()).toContain("whether one was cancelled or declined");
  await screen.shows("The refund is cancelled or declined: withdrawn");
  screen.type(keys.down + keys.enter);
  await screen.shows("Record the cancellation of a refund on order");
  screen.type(`y${keys.enter}`);
  expect(await screen.ended).toBe(0);
  expect((await desk.run("total", order, "--reason", "Other", "--yes")).code).toBe(0);
});
