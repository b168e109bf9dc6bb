import { expect, test } from "vitest";
import type { Desk } from "../support/program.ts";
import { atScreen } from "../support/screen.ts";
import { agentsDesk } from "./desk.ts";

/** A desk whose journal has one refund that lost its answer. */
async function deskWithLostRefund(): Promise<Desk> {
  const { desk, sandbox } = await agentsDesk();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const ticket = "客户工单 🎉 with a long name";
  const refund = ["total", "73152899", "--reason", "Fraud", "--ticket", ticket, "--yes"];
  expect((await desk.run(...refund)).code).toBe(7);
  return desk;
}

test.each([80, 120])("in %i columns a history has one line for each attempt", async (columns) => {
  const screen = atScreen(await deskWithLostRefund(), ["history"], { columns });
  expect(await screen.ended).toBe(0);
  const [heading, row, ...more] = screen.text().split("\n");
  expect(more).toEqual(["", "Accepted: nothing"]);
  expect(heading).toMatch(
    columns === 80 ? /Kind +Outcome +Ticket +Attempt$/ : /By +Ticket +Reason +Attempt$/,
  );
  expect(row).toMatch(/ {2}[0-9A-HJKMNP-TV-Z]{6,8}$/);
  // Magenta and bold, and the word that needs neither.
  expect(screen.raw()).toContain("\u001b[35m\u001b[1mUNKNOWN");
});

test("in 80 columns what a reconciliation found is below its attempt", async () => {
  const screen = atScreen(await deskWithLostRefund(), ["reconcile", "--no-input"]);
  expect(await screen.ended).toBe(7);
  expect(screen.text()).toMatch(
    /^[0-9A-Z]{6,} +73152899 +UNKNOWN\n {2}the order does not show it, which does not prove that it failed; 2Checkout has\n {2}0 refund invoices of the order$/m,
  );
  expect(screen.text()).toMatch(/^ {2}It is not there: {2}refund reconcile .* --not-applied$/m);
});

test.each([{ REFUND_ACCESSIBLE: "1" }, { TERM: "dumb" }, { NO_COLOR: "1" }])(
  "with %j a history is not painted",
  async (env) => {
    const screen = atScreen(await deskWithLostRefund(), ["history"], { env, columns: 200 });
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toMatch(
      /^At \(UTC\) +Order +Amount +Kind +Outcome +By +Ticket +Reason +Attempt$/m,
    );
    // eslint-disable-next-line no-control-regex -- what it is about
    expect(screen.raw()).not.toMatch(/\u001b\[[0-9;]*m/);
  },
);
