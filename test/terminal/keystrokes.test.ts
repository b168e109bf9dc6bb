import { afterAll, describe, expect, test } from "vitest";
import { issued } from "../support/sandbox.ts";
import { type AtScreen, atScreen, keys } from "../support/screen.ts";
import { type Counted, counted, lineKeys } from "./counted.ts";
import { agentsDesk } from "./desk.ts";

/** The commonest jobs, and with how many keys each must be done. */
const most = {
  "a total refund": 15,
  "one of three pieces of a line": 22,
  "a whole line": 22,
  "an amount": 22,
  "a lost refund settled by a person's word": 24,
} as const;

type Job = keyof typeof most;

const took = new Map<Job, number>();

afterAll(() => {
  console.log(
    [
      "Keys, with the number pasted:",
      ...[...took].map(([job, count]) => `${String(count).padStart(4)}  ${job}`),
    ].join("\n"),
  );
});

function hasTaken(job: Job, { count }: Counted): void {
  took.set(job, count());
  expect(count()).toBeLessThanOrEqual(most[job]);
}

/** The reason that is offered first, no comment, and yes. */
async function toTheEnd(screen: AtScreen, { press }: Counted): Promise<void> {
  await screen.shows("Reason:");
  press(keys.enter);
  await screen.shows("0 of 150");
  press(keys.enter);
  await screen.shows("(y/N)");
  press("y", keys.enter);
  await screen.shows("Accepted:");
}

describe.each([60, 100])("in %i columns", (columns) => {
  async function begin(order: string) {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, [order], { columns });
    const keyboard = counted(screen, lineKeys("refund ", 1));
    await screen.shows("What to refund:");
    return { sandbox, screen, keyboard };
  }

  test("a total refund", async () => {
    const { sandbox, screen, keyboard } = await begin("73152899");
    keyboard.press(keys.enter);
    await toTheEnd(screen, keyboard);
    hasTaken("a total refund", keyboard);
    expect(issued(sandbox)).toMatchObject(["73152899", 40, [], "", "Unwanted auto-renewal"]);
  });

  test("one of three pieces of a line", async () => {
    const { sandbox, screen, keyboard } = await begin("73152871");
    keyboard.press(keys.down, keys.enter);
    await screen.shows("Lines to refund:");
    keyboard.press(keys.down, keys.right);
    await screen.shows("33.33 USD in all");
    keyboard.press(keys.enter);
    await toTheEnd(screen, keyboard);
    hasTaken("one of three pieces of a line", keyboard);
    expect(issued(sandbox)[2]).toMatchObject([{ Quantity: 1, Amount: 33.33 }]);
  });

  test("a whole line", async () => {
    const { sandbox, screen, keyboard } = await begin("73152871");
    keyboard.press(keys.down, keys.enter);
    await screen.shows("Lines to refund:");
    keyboard.press(keys.space);
    await screen.shows("29.99 USD in all");
    keyboard.press(keys.enter);
    await toTheEnd(screen, keyboard);
    hasTaken("a whole line", keyboard);
    expect(issued(sandbox)[2]).toMatchObject([{ Quantity: 1, Amount: 29.99 }]);
  });

  test("an amount", async () => {
    const { sandbox, screen, keyboard } = await begin("73152871");
    keyboard.press(keys.down, keys.down, keys.enter);
    await screen.shows("At most 241.49 USD.");
    keyboard.press(..."12.50".split(/(?=.)/));
    await screen.shows("228.99 USD will be left");
    keyboard.press(keys.enter);
    await toTheEnd(screen, keyboard);
    hasTaken("an amount", keyboard);
    expect(issued(sandbox)).toMatchObject(["73152871", 12.5, [], "", "Unwanted auto-renewal"]);
  });

  test("a lost refund settled by a person's word", async () => {
    const { desk, sandbox } = await agentsDesk();
    sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
    const lost = await desk.run("total", "73152899", "--reason", "Fraud", "--yes");
    expect(lost.code).toBe(7);
    const screen = atScreen(desk, ["reconcile"], { columns });
    const keyboard = counted(screen, lineKeys("refund reconcile"));
    await screen.shows("What does the control panel show?");
    keyboard.press(keys.down, keys.down, keys.enter);
    await screen.shows("(y/N)");
    const asked = screen.text().slice(screen.text().indexOf("? Record")).replaceAll(/\s+/g, " ");
    expect(asked).toContain("Record the refund of 40.00 USD on order 73152899 (attempt ");
    keyboard.press("y", keys.enter);
    expect(await screen.ended).toBe(0);
    hasTaken("a lost refund settled by a person's word", keyboard);
    expect(screen.text().replaceAll(/\s+/g, " ")).toMatch(/73152899 not-applied/);
  });
});
