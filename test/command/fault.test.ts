import { describe, expect, it, test } from "vitest";
import { type InjectedFaultKind, faultKinds } from "../../src/sandbox/faults.ts";
import { outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

interface Expected {
  readonly code: number;
  readonly outcome: string;
  readonly error: string | null;
  /** How many refunds the stand-in received. */
  readonly received: number;
  /** What the journal holds, newest first; null is an attempt that is open. */
  readonly journal: readonly (string | null)[];
}

const lost: Expected = {
  code: 7,
  outcome: "unknown",
  error: "answer-lost",
  received: 1,
  journal: [null],
};
const acceptedOnce: Expected = {
  code: 0,
  outcome: "accepted",
  error: null,
  received: 1,
  journal: ["accepted"],
};
const acceptedAtLast: Expected = {
  code: 0,
  outcome: "accepted",
  error: null,
  received: 2,
  journal: ["accepted", "not-sent"],
};

const pendingAtLast: Expected = {
  code: 7,
  outcome: "unknown",
  error: "pending-refund",
  received: 2,
  journal: [null, "not-sent"],
};

/** What a run comes to when the fault befalls its `issueRefund`, and pending refunds are not shown. */
const expectations: Readonly<Record<InjectedFaultKind, Expected>> = {
  "drop-before": lost,
  "drop-after": lost,
  "hang-before": lost,
  "hang-after": lost,
  "500-before": lost,
  "500-after": lost,
  "503-before": lost,
  "503-after": lost,
  "429": acceptedAtLast,
  "429-after": pendingAtLast,
  "html-before": lost,
  "html-after": lost,
  "truncated-before": lost,
  "truncated-after": lost,
  "half-json-after": lost,
  "empty-before": lost,
  "empty-after": lost,
  "null-before": lost,
  "null-after": lost,
  "false-before": {
    code: 4,
    outcome: "refused",
    error: "not-accepted",
    received: 1,
    journal: ["refused"],
  },
  "false-after": {
    code: 4,
    outcome: "refused",
    error: "not-accepted",
    received: 1,
    journal: ["refused"],
  },
  "wrong-id-before": lost,
  "wrong-id-after": lost,
  "internal-error-before": lost,
  "internal-error-after": lost,
  "expire-session": acceptedAtLast,
  "expire-session-after": pendingAtLast,
  slow: acceptedOnce,
  "decline-later": acceptedOnce,
  redirect: lost,
  "unknown-error": {
    code: 4,
    outcome: "refused",
    error: "refused-by-api",
    received: 1,
    journal: ["refused"],
  },
  "unknown-error-after": {
    code: 4,
    outcome: "refused",
    error: "refused-by-api",
    received: 1,
    journal: ["refused"],
  },
  huge: lost,
  "panel-refund": {
    code: 4,
    outcome: "refused",
    error: "pending-refund",
    received: 1,
    journal: ["refused"],
  },
  "panel-then-drop": lost,
};

describe("when a refund's request meets the fault", () => {
  test.each(faultKinds)("%s, it is sent at most once and the outcome is honest", async (kind) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind, method: "issueRefund" });
    const patience = kind.startsWith("hang") ? ["--timeout", "1.5"] : [];
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json", ...patience];
    const { code, outcome, error } = outcomeOf(await machine.run(...argv));
    const journal = await attemptsOn(machine, sandbox, "73152871");
    expect({
      code,
      outcome,
      error: error?.code ?? null,
      received: received(sandbox, "issueRefund"),
      journal: journal.map((attempt) => attempt.outcome),
    }).toEqual(expectations[kind]);
  });
});

test("an answer that proves nothing was done twice is not followed by a third request", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "expire-session", method: "issueRefund", times: 5 });
  const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
  expect(outcomeOf(await machine.run(...argv))).toMatchObject({
    code: 7,
    outcome: "unknown",
    error: { code: "session-refused" },
  });
  expect(received(sandbox, "issueRefund")).toBe(2);
  const attempts = await attemptsOn(machine, sandbox, "73152871");
  expect(attempts.map(({ outcome }) => outcome)).toEqual([null, "not-sent"]);
});

test("a proven nothing-done is not followed by another request when the order has changed", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  sandbox.addFault({ kind: "429", method: "issueRefund", afterMs: 1_000 });
  const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
  const running = machine.run(...argv);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  sandbox.refundElsewhere("73152871", "20.00");
  expect(outcomeOf(await running)).toMatchObject({ code: 6, outcome: "not-sent" });
  expect(received(sandbox, "issueRefund")).toBe(1);
});

it("the request that follows a 429 waits as long as 2Checkout asked", async () => {
  const { machine, sandbox } = await shopFor({}, { pausesMoveClock: true });
  sandbox.addFault({ kind: "429", method: "issueRefund" });
  await machine.run("total", "73152871", "--reason", "Other", "--yes");
  const [first, second] = sandbox.requests().filter(({ method }) => method === "issueRefund");
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
});

test("a refund that is pending when the request is repeated leaves the outcome unknown", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "429", method: "issueRefund" });
  sandbox.addFault({ kind: "panel-refund", method: "issueRefund" });
  const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
  expect(outcomeOf(await machine.run(...argv))).toMatchObject({
    code: 7,
    outcome: "unknown",
    error: { code: "pending-refund" },
  });
  const attempts = await attemptsOn(machine, sandbox, "73152871");
  expect(attempts.map(({ outcome }) => outcome)).toEqual([null, "not-sent"]);
});

test.each([
  ["login", "drop-before"],
  ["getOrder", "500-before"],
  ["getOrder", "429"],
] as const)(
  "a %s that meets %s is made again and the refund is sent once",
  async (method, kind) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind, method });
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
    expect(outcomeOf(await machine.run(...argv))).toMatchObject({ code: 0, outcome: "accepted" });
    expect(received(sandbox, method)).toBe(2);
    expect(received(sandbox, "issueRefund")).toBe(1);
  },
);

test.each(["login", "getOrder"] as const)(
  "a %s that is never answered sends nothing and is safe to run again",
  async (method) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "drop-before", method, times: Infinity });
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
    expect(outcomeOf(await machine.run(...argv))).toMatchObject({ code: 6, outcome: "not-sent" });
    expect(received(sandbox, "issueRefund")).toBe(0);
    sandbox.clearFaults();
    expect((await machine.run(...argv)).code).toBe(0);
  },
);
