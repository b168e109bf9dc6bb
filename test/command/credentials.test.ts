import { expect, test } from "vitest";
import { machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];

test.each([
  ["total", "73152871", "--reason", "Other", "--yes"],
  ["order", "73152871"],
  ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes"],
])("%s without credentials says which are missing", async (...argv) => {
  const machine = machineFor();
  const document = outcomeOf(await machine.run(...argv, "--json"));
  expect(document).toMatchObject({
    code: 3,
    outcome: "failed",
    error: { code: "credentials-missing" },
  });
  expect(document.error?.message).toMatch(/REFUND_(SECRET_KEY|LEGACY_PASSWORD)/);
});

test("half a pair in the environment is an error that names the other half", async () => {
  const { machine, sandbox } = await shopFor();
  delete machine.env["REFUND_SECRET_KEY"];
  const document = outcomeOf(await machine.run(...total));
  expect(document).toMatchObject({ code: 3, error: { code: "credentials-missing" } });
  expect(document.error?.message).toContain("REFUND_SECRET_KEY is not");
  expect(sandbox.requests()).toEqual([]);
});

test.each(["REFUND_MERCHANT_CODE", "REFUND_SECRET_KEY"])(
  "a wrong %s is rejected, and nothing is sent",
  async (name) => {
    const { machine, sandbox } = await shopFor();
    machine.env[name] = "wrong";
    expect(outcomeOf(await machine.run(...total))).toMatchObject({
      code: 3,
      outcome: "failed",
      error: { code: "credentials-rejected" },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
  },
);

test.each([
  ["behind", -20],
  ["ahead of", 20],
])("a clock that is %s 2Checkout's is blamed before the key", async (words, minutes) => {
  const { machine } = await shopFor({ clock: Date.now });
  machine.clock.advance(Date.now() - machine.clock.now() + minutes * 60_000);
  const document = outcomeOf(await machine.run(...total));
  expect(document).toMatchObject({ code: 3, error: { code: "clock-skew" } });
  expect(document.error?.message).toContain(`20 minutes ${words}`);
});

test("an API that nobody listens at sends nothing, and is safe to run again", async () => {
  const { machine, sandbox } = await shopFor();
  await sandbox.stop();
  expect(outcomeOf(await machine.run(...total))).toMatchObject({
    code: 6,
    outcome: "not-sent",
    error: { code: "unreachable" },
  });
  const argv = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];
  const { attempt, ...document } = outcomeOf(await machine.run(...argv));
  expect(document).toMatchObject({ code: 6, error: { code: "unreachable" } });
  expect(await attemptsOn(machine, sandbox, "1234567890")).toMatchObject([
    { id: attempt, outcome: "not-sent" },
  ]);
});
