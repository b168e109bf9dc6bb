import { expect, test } from "vitest";
import type { InjectedFaultKind } from "../../src/sandbox/faults.ts";
import { received } from "../support/sandbox.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

const total = ["total", "73152899", "--reason", "Fraud", "--comment", ""];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--comment", ""];
const patience = { timeout: 30_000 };

async function closedInFlight(
  argv: readonly string[],
  method: "issueRefund" | "refund_lineitem",
  { kind, pressed }: { readonly kind: InjectedFaultKind; readonly pressed: string },
) {
  const { desk, sandbox } = await agentsDesk({ pendingShown: true });
  sandbox.addFault({ kind, method, afterMs: 3_000 });
  const screen = atScreen(desk, [...argv, "--yes"]);
  await expect.poll(() => received(sandbox, method), patience).toBe(1);
  if (pressed !== "") {
    screen.type(pressed);
    await screen.shows("Waiting for 2Checkout's answer");
    // So that it is no echo of what was pressed.
    await new Promise((next) => setTimeout(next, 1_000));
  }
  screen.hangUp();
  const code = await screen.ended;
  const { out } = await desk.run("history", "--json");
  const attempts = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { outcome: string });
  return { code, outcomes: attempts.map(({ outcome }) => outcome), sandbox };
}

test.each([
  ["a refund", total, "issueRefund", "slow", ""],
  ["a refund whose answer was not clear", total, "issueRefund", "unknown-error-after", ""],
  ["a refund, after Ctrl-C,", total, "issueRefund", "slow", keys.ctrlC],
  ["a legacy refund", legacy, "refund_lineitem", "slow", ""],
] as const)(
  "a terminal that is closed while %s is in flight keeps nobody from waiting for its answer",
  async (_what, argv, method, kind, pressed) => {
    const { code, outcomes, sandbox } = await closedInFlight(argv, method, { kind, pressed });
    expect({ code, outcomes }).toEqual({ code: 0, outcomes: ["accepted"] });
    expect(sandbox.ledger()).toHaveLength(1);
  },
  40_000,
);

test.each([
  ["at the question", "Refund 40.00 USD of order"],
  ["while the order is read", "Reading the order"],
])("a terminal that is closed %s sends nothing", async (_when, shown) => {
  const { desk, sandbox } = await agentsDesk();
  if (shown.startsWith("Reading")) sandbox.addFault({ kind: "hang-before", method: "getOrder" });
  const screen = atScreen(desk, total);
  await screen.shows(shown);
  screen.hangUp();
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
  expect((await desk.run("history", "--json")).out).toBe("");
});
