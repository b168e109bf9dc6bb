import { expect, test } from "vitest";
import { issued } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk } from "./desk.ts";

// eslint-disable-next-line no-control-regex -- what it is about
const escape = /\u001b/;

test.each([{ REFUND_ACCESSIBLE: "1" }, { TERM: "dumb" }])(
  "with %j a guided refund is lines of text from beginning to end",
  async (env) => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, [], { env });
    const answer = async (question: string, typed: string) => {
      await screen.shows(question);
      screen.type(typed + keys.enter);
    };
    await answer("Order number:", "73152871");
    await answer("2. Some lines, or pieces of them", "2");
    await answer("Lines to refund:", "2:1, 4");
    await screen.shows("45.83 USD in all; 195.66 USD will be left");
    await answer("Reason: (1 to 4)", "9");
    await screen.shows("Type a number from 1 to 4.");
    screen.type(`Fraud${keys.enter}`);
    await answer("Comment", "Sorry");
    await screen.shows("Line 2: Team seat; code SEAT; quantity 3; paid 100.00 USD");
    await answer("Refund 45.83 USD of order", "y");
    await answer("Another refund?", "n");
    expect(await screen.ended).toBe(0);
    expect(screen.raw()).not.toMatch(escape);
    expect(issued(sandbox)).toMatchObject([
      ...["73152871", null, [{ Quantity: 1 }, { Quantity: 1 }], "Sorry", "Fraud"],
    ]);
  },
);
