import { describe, expect, test } from "vitest";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

describe.each([60, 100])("a legacy refund in %i columns", (columns) => {
  test("goes back with Esc, question by question, and keeps what was typed", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["lineitem", "--legacy"], { columns });
    await screen.shows("Line item id:");
    screen.type(`1234567890${keys.enter}`);
    await screen.shows("Sale id");
    screen.type(keys.enter);
    await screen.shows("Category:");
    screen.type(`fraud${keys.enter}`);
    await screen.shows("0 of 150");
    screen.type(`Sorry${keys.enter}`);
    await screen.shows("Refund line item 1234567890 in full");
    await screen.shows("(y/N)");
    expect(screen.text().replaceAll(/\s+/g, " ")).toContain(
      `in full at account ${sandbox.legacyUsername}? (y/N)`,
    );
    // From the confirmation to the first question, and forward again.
    screen.type(keys.escape);
    await screen.shows("5 of 150");
    screen.type(keys.escape);
    await screen.shows("? Category:");
    screen.type(keys.escape);
    await screen.shows("? Sale id");
    screen.type(keys.escape);
    await screen.shows("? Line item id: 1234567890");
    expect(refundsSent(sandbox)).toBe(0);
    screen.type(keys.enter);
    await screen.shows("? Sale id");
    screen.type(keys.enter);
    await screen.shows("? Category:");
    screen.type(keys.enter);
    await screen.shows("5 of 150");
    screen.type(keys.enter);
    await screen.shows("(y/N)");
    screen.type(`y${keys.enter}`);
    expect(await screen.ended).toBe(0);
    expect(refundsSent(sandbox)).toBe(1);
  });

  test("has nothing to go back to where the command line says it all", async () => {
    const { desk, sandbox } = await agentsDesk();
    const argv = ["lineitem", "1234567890", "--legacy", "--category", "16", "--comment", "x"];
    const screen = atScreen(desk, [...argv, "--sale", "81234567890"], { columns });
    await screen.shows("(y/N)");
    expect(screen.text()).not.toContain("esc back");
    screen.type(`n${keys.enter}`);
    expect(await screen.ended).toBe(130);
    expect(refundsSent(sandbox)).toBe(0);
  });
});
