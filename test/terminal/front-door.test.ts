import { describe, expect, test } from "vitest";
import { issued } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { counted, lineKeys } from "./counted.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

/** What is typed in the shell: the name, a blank, the pasted number, Enter. */
const commandKeys = lineKeys("refund ", 1);

describe.each([60, 100])("in %i columns", (columns) => {
  test("a total refund takes no more than 15 keys", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["73152899"], { columns });
    const { press, count } = counted(screen, commandKeys);
    await screen.shows("What to refund:");
    const [verdict, order] = ["Refundable: 40.00 USD can be refunded.", "Order     73152899"];
    expect(screen.text().indexOf(verdict)).toBeLessThan(screen.text().indexOf(order));
    press(keys.enter);
    await screen.shows("Reason:");
    press(keys.enter);
    await screen.shows("0 of 150");
    press(keys.enter);
    await screen.shows("(y/N)");
    const asked = screen.text().slice(screen.text().indexOf("? Refund")).replaceAll(/\s+/g, " ");
    expect(asked).toContain(
      `Refund 40.00 USD of order 73152899 (Test Buyer, buyer@example.com) at account ${sandbox.merchantCode}? (y/N)`,
    );
    press("y", keys.enter);
    await screen.shows("Accepted:");
    expect(count()).toBeLessThanOrEqual(15);
    expect(refundsSent(sandbox)).toBe(1);
  });

  test("one piece of a line takes no more than 22 keys", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["73152871"], { columns });
    const { press, count } = counted(screen, commandKeys);
    await screen.shows("What to refund:");
    press(keys.down, keys.enter);
    await screen.shows("Lines to refund:");
    press(keys.down, keys.right);
    await screen.shows("33.33 USD in all; 208.16 USD will be left");
    press(keys.enter);
    await screen.shows("✔ Lines to refund: 1 of Team seat (33.33 USD)");
    await screen.shows("Reason:");
    press(keys.enter);
    await screen.shows("0 of 150");
    press(keys.enter);
    await screen.shows("(y/N)");
    press("y", keys.enter);
    await screen.shows("Accepted:");
    expect(count()).toBeLessThanOrEqual(22);
    expect(issued(sandbox)).toMatchObject([
      ...["73152871", null, [{ Quantity: 1, Amount: 33.33 }], "", "Unwanted auto-renewal"],
    ]);
  });

  test("Esc goes back one question, to the very first, with what was typed there", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["73152871"], { columns });
    await screen.shows("What to refund:");
    screen.type(keys.down + keys.enter);
    await screen.shows("Lines to refund:");
    screen.type(keys.down + keys.right + keys.enter);
    await screen.shows("Reason:");
    screen.type(keys.down + keys.enter);
    await screen.shows("0 of 150");
    screen.type("Sorry");
    await screen.shows("5 of 150");
    screen.type(keys.enter);
    await screen.shows("(y/N)");
    screen.type(keys.escape);
    await screen.shows("5 of 150");
    screen.type(keys.escape);
    await screen.shows("> Fraud");
    screen.type(keys.escape);
    await screen.shows("1 of 3  Team seat");
    expect(screen.text()).toContain("33.33 USD in all");
    screen.type(keys.escape);
    await screen.shows("> Some lines, or pieces of them");
    expect(screen.text().match(/What to refund:/g)).toHaveLength(2);
    expect(refundsSent(sandbox)).toBe(0);
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  });

  test("Esc at the first question leaves, where the command line named the order", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["73152899"], { columns });
    await screen.shows("esc back");
    screen.type(keys.escape);
    expect(await screen.ended).toBe(130);
    expect(screen.text()).toContain("Nothing was sent.");
    expect(refundsSent(sandbox)).toBe(0);
  });

  test("Esc at the first question leads back to the order's number, where that was asked", async () => {
    const { desk, sandbox } = await agentsDesk();
    const screen = atScreen(desk, ["--reason", "Fraud", "--comment", ""], { columns });
    await screen.shows("Order number:");
    screen.type(`Order #73152884${keys.enter}`);
    await screen.shows("Everything that is left (40.00 USD)");
    screen.type(keys.escape);
    await screen.shows("? Order number: Order #73152884");
    screen.type(`${keys.backspace.repeat(15)}73152899${keys.enter}`);
    await screen.shows("Refundable: 40.00 USD can be refunded.");
    await screen.shows("> Everything that is left (40.00 USD)");
    screen.type(keys.enter);
    await screen.shows("Refund 40.00 USD of order 73152899");
    screen.type(`y${keys.enter}`);
    await screen.shows("Accepted:");
    expect(issued(sandbox)).toMatchObject(["73152899", 40, [], "", "Fraud"]);
  });

  test("a window that changes its size shows every question once", async () => {
    const { desk } = await agentsDesk();
    const screen = atScreen(desk, ["73152871"], { columns });
    await screen.shows("What to refund:");
    screen.type(keys.down + keys.enter);
    await screen.shows("Lines to refund:");
    for (const [index, wide] of [columns - 15, columns + 20, 50, columns].entries()) {
      const before = screen.raw().length;
      screen.resize(wide, 40);
      // A key that comes before the program knows of the new size is drawn for the old one.
      await expect.poll(() => screen.raw().length, { timeout: 10_000 }).toBeGreaterThan(before);
      screen.type(keys.space);
      await screen.shows(index % 2 === 0 ? "29.99 USD in all" : "Nothing picked");
      const times = () =>
        ["Lines to refund:", "of 1  Pro"].map((words) => screen.text().split(words).length - 1);
      await expect.poll(times, { timeout: 10_000 }).toEqual([1, 1]);
    }
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  });
});

test("a no offers to change something, and only that needs to be said anew", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["73152899"]);
  for (const shown of ["What to refund:", "Reason:", "0 of 150", "(y/N)"]) {
    await screen.shows(shown);
    screen.type(keys.enter);
  }
  await screen.shows("Nothing was sent. Change something?");
  expect(refundsSent(sandbox)).toBe(0);
  screen.type(keys.down + keys.enter);
  await screen.shows("> Unwanted auto-renewal");
  screen.type(keys.down + keys.enter);
  await screen.shows("0 of 150");
  screen.type(keys.enter);
  await screen.shows("Reason       Fraud");
  await screen.shows("(y/N)");
  screen.type(`y${keys.enter}`);
  await screen.shows("Accepted:");
  expect(issued(sandbox)).toMatchObject(["73152899", 40, [], "", "Fraud"]);
});

test("an order that cannot be refunded is told so, and nothing more is asked about it", async () => {
  const { desk, sandbox } = await agentsDesk();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const lost = await desk.run("total", "73152899", "--reason", "Fraud", "--yes");
  expect(lost.code).toBe(7);
  const screen = atScreen(desk, ["#73152899 "]);
  await screen.shows("Blocked, nothing was sent:");
  await screen.shows("refund reconcile");
  await screen.shows("Another refund?");
  expect(screen.text()).not.toContain("What to refund:");
  expect(screen.text().match(/Attempt 0[0-9A-Z]+ of/g)).toHaveLength(1);
  expect(screen.text()).toMatch(/Order +73152899, COMPLETE/);
  screen.type(keys.enter);
  expect(await screen.ended).toBe(5);
  const total = atScreen(desk, ["total", "73152899"]);
  expect(await total.ended).toBe(5);
  expect(total.text()).not.toContain("Reason:");
});

test("a number that is no order's asks for the number again, and names the old line items", async () => {
  const { desk } = await agentsDesk();
  const screen = atScreen(desk, ["99999999"]);
  await screen.shows("refund lineitem 99999999 --legacy");
  await screen.shows("Order number:");
  screen.type(`73152899${keys.enter}`);
  await screen.shows("Refundable: 40.00 USD can be refunded.");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});

test("a pasted comment keeps its lines and answers nothing", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["total", "73152899", "--reason", "Fraud"]);
  await screen.shows("0 of 150");
  screen.type("\u001b[200~Dear customer,\r\ry\rsorry\u001b[201~");
  await screen.shows("23 of 150");
  expect(refundsSent(sandbox)).toBe(0);
  screen.type(keys.enter);
  await screen.shows("(y/N)");
  screen.type(`y${keys.enter}`);
  expect(await screen.ended).toBe(0);
  expect(issued(sandbox)).toMatchObject([
    ...["73152899", 40, [], "Dear customer,\n\ny\nsorry", "Fraud"],
  ]);
});

test("an amount may be typed as it is pasted, and one that may be two is asked for again", async () => {
  const { desk, sandbox } = await agentsDesk();
  const screen = atScreen(desk, ["73152871", "--reason", "Fraud", "--comment", ""]);
  await screen.shows("What to refund:");
  screen.type(keys.down.repeat(2) + keys.enter);
  await screen.shows("At most 241.49 USD.");
  screen.type(`1,000${keys.enter}`);
  await screen.shows("may be 1000 or 1.000");
  screen.type(keys.backspace.repeat(5) + "$ 12,50");
  await screen.shows("12.50 USD; 228.99 USD will be left.");
  screen.type(keys.enter);
  await screen.shows("Refund 12.50 USD of order 73152871");
  screen.type(`y${keys.enter}`);
  await screen.shows("Accepted:");
  expect(issued(sandbox)).toMatchObject(["73152871", 12.5, [], "", "Fraud"]);
});

test.each([
  [["73152899"], 2, "refund total 73152899"],
  [["73152899", "--json"], 2, "--json needs a command"],
  [["73152899", "--yes"], 2, "--yes"],
] as const)("without a terminal %j ends with %i and says what to run", async (argv, code, says) => {
  const { desk, sandbox } = await agentsDesk();
  const ended = await desk.run(...argv);
  expect(ended.code).toBe(code);
  expect(ended.err + ended.out).toContain(says);
  expect(refundsSent(sandbox)).toBe(0);
});

test.each([60, 80])("with < plain questions go back, in %i columns", async (columns) => {
  const { desk } = await agentsDesk();
  const env = { REFUND_ACCESSIBLE: "1" };
  const screen = atScreen(desk, ["73152899"], { columns, env });
  await screen.shows("What to refund:");
  screen.type(`1${keys.enter}`);
  await screen.shows("Reason: (1 to 4) (< goes back)");
  screen.type(`Fraud${keys.enter}`);
  await screen.shows("Comment");
  screen.type(`<${keys.enter}`);
  await expect.poll(() => screen.text().match(/Reason:/g)?.length, { timeout: 10_000 }).toBe(2);
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});
