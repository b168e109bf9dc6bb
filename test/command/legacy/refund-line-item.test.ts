import { describe, expect, test } from "vitest";
import type { InjectedFaultKind } from "../../../src/sandbox/faults.ts";
import { outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, shopFor } from "../../support/sandbox.ts";

function legacy(id: string, ...more: string[]): string[] {
  return ["lineitem", id, "--legacy", "--category", "5", "--yes", "--json", ...more];
}

test("lineitem --legacy refunds a line item, whose document has it in place of the order", async () => {
  const { machine, sandbox } = await shopFor();
  const document = outcomeOf(await machine.run(...legacy("1234567890", "--ticket", "T-7")));
  expect(document).toMatchObject({
    code: 0,
    command: "lineitem",
    api: "legacy",
    outcome: "accepted",
    lineItem: "1234567890",
    error: null,
    refund: { kind: "lineitem", amount: null, currency: null, reason: "Other", comment: "Other" },
  });
  expect(document).not.toHaveProperty("order");
  expect(sandbox.ledger()).toMatchObject([
    { lineItemId: "1234567890", amount: "19.99", category: 5, comment: "Other" },
  ]);
  expect(await attemptsOn(machine, sandbox, "1234567890")).toMatchObject([
    { outcome: "accepted", ticket: "T-7" },
  ]);
});

test("a category may be named, and a comment of one's own is sent", async () => {
  const { machine, sandbox } = await shopFor();
  const argv = ["lineitem", "1234567899", "--legacy", "--category", "out of stock", "--yes"];
  expect((await machine.run(...argv, "--comment", "Sold out & gone")).code).toBe(0);
  expect(sandbox.ledger()).toMatchObject([{ category: 16, comment: "Sold out & gone" }]);
});

test("a dry run shows the request without the password and sends nothing", async () => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run(...legacy("1234567890", "--dry-run"));
  expect(outcomeOf(ended)).toMatchObject({
    code: 0,
    outcome: "planned",
    request: { body: "lineitem_id=1234567890&category=5&comment=Other" },
  });
  expect(ended.out + ended.err).not.toContain(sandbox.legacyPassword);
  expect(sandbox.requests()).toEqual([]);
});

test("a warning beside OK is passed on", async () => {
  const { machine } = await shopFor();
  expect(outcomeOf(await machine.run(...legacy("1234567897")))).toMatchObject({
    code: 0,
    outcome: "accepted",
    warnings: [{ code: "api-warning" }],
  });
});

test.each([
  ["1234567892", "too-late", "TOO_LATE"],
  ["1234567893", "amount-exceeds-balance", "TOO_HIGH"],
  ["1234567894", "amount-too-low", "TOO_LOW"],
  ["1234567895", "line-item-not-refundable", "INVALID_PARAMETER"],
  ["1234567896", "forbidden", "FORBIDDEN"],
  ["9999999999", "line-item-not-found", "RECORD_NOT_FOUND"],
])("line item %s is refused as %s", async (id, code, word) => {
  const { machine, sandbox } = await shopFor();
  expect(outcomeOf(await machine.run(...legacy(id)))).toMatchObject({
    code: 4,
    outcome: "refused",
    error: { code, api: { code: word } },
  });
  expect(received(sandbox, "refund_lineitem")).toBe(1);
});

test("a line item that was refunded before is what was asked for", async () => {
  const { machine } = await shopFor();
  expect(outcomeOf(await machine.run(...legacy("1234567891")))).toMatchObject({
    code: 0,
    outcome: "already-refunded",
    error: { api: { code: "NOTHING_TO_DO" } },
  });
});

test("a refusal nobody documents is asked once more before it counts", async () => {
  const { machine, sandbox } = await shopFor();
  expect(outcomeOf(await machine.run(...legacy("1234567898")))).toMatchObject({
    code: 4,
    outcome: "refused",
    error: { code: "refused-by-api" },
  });
  expect(received(sandbox, "refund_lineitem")).toBe(2);
});

describe("after a lost answer the call is made again, and", () => {
  const kinds = ["drop", "500", "html", "truncated", "empty", "null"] as const;

  test.each(kinds)("NOTHING_TO_DO settles it when the first had arrived (%s)", async (kind) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: `${kind}-after`, method: "refund_lineitem" });
    expect(outcomeOf(await machine.run(...legacy("1234567890"))).code).toBe(0);
    expect(received(sandbox, "refund_lineitem")).toBe(2);
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test.each(kinds)("OK settles it when the first had not (%s)", async (kind) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: `${kind}-before`, method: "refund_lineitem" });
    const document = outcomeOf(await machine.run(...legacy("1234567890")));
    expect(document).toMatchObject({ code: 0, outcome: "accepted" });
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test.each<InjectedFaultKind>(["drop-before", "html-before", "500-before", "redirect"])(
    "without an answer that settles it the attempt stays open and blocks (%s)",
    async (kind) => {
      const { machine, sandbox } = await shopFor();
      sandbox.addFault({ kind, method: "refund_lineitem", times: Infinity });
      const first = outcomeOf(await machine.run(...legacy("1234567890")));
      expect(first).toMatchObject({ code: 7, outcome: "unknown", error: { code: "answer-lost" } });
      sandbox.clearFaults();
      const second = outcomeOf(await machine.run(...legacy("1234567890")));
      expect(second).toMatchObject({
        code: 5,
        error: { code: "unresolved-attempt", attempt: first.attempt },
      });
      expect(received(sandbox, "refund_lineitem")).toBe(3);
    },
  );

  test("a refusal of the second call does not settle it", async () => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "drop-before", method: "refund_lineitem" });
    expect(outcomeOf(await machine.run(...legacy("1234567892")))).toMatchObject({ code: 7 });
  });
});

test("an accepted line item is not refunded twice", async () => {
  const { machine, sandbox } = await shopFor();
  const { attempt } = outcomeOf(await machine.run(...legacy("1234567890")));
  expect(outcomeOf(await machine.run(...legacy("1234567890")))).toMatchObject({
    code: 5,
    outcome: "blocked",
    error: { code: "duplicate-refund", attempt },
  });
  expect(received(sandbox, "refund_lineitem")).toBe(1);
});

test("a repeat on purpose that was lost is not accepted because of the refund it repeats", async () => {
  const { machine, sandbox } = await shopFor();
  const { attempt } = outcomeOf(await machine.run(...legacy("1234567890")));
  sandbox.addFault({ kind: "drop-before", method: "refund_lineitem" });
  const repeat = await machine.run(...legacy("1234567890", "--again", attempt ?? ""));
  expect(outcomeOf(repeat)).toMatchObject({ code: 0, outcome: "already-refunded" });
  const attempts = await attemptsOn(machine, sandbox, "1234567890");
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["already-refunded", "accepted"]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("429 proves that nothing was done, and it is safe to run again", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "429", method: "refund_lineitem" });
  expect(outcomeOf(await machine.run(...legacy("1234567890")))).toMatchObject({
    code: 6,
    outcome: "not-sent",
    error: { code: "too-many-requests" },
  });
  expect(outcomeOf(await machine.run(...legacy("1234567890")))).toMatchObject({ code: 0 });
});

test.each([
  ["REFUND_LEGACY_PASSWORD", "wrong"],
  ["REFUND_LEGACY_USERNAME", "sandbox-office-user"],
])("an API user that is rejected (%s=%s) is a matter of credentials", async (name, value) => {
  const { machine } = await shopFor();
  machine.env[name] = value;
  const ended = await machine.run(...legacy("1234567890"));
  expect(outcomeOf(ended)).toMatchObject({
    code: 3,
    outcome: "failed",
    error: { code: "credentials-rejected" },
  });
  expect(outcomeOf(ended).error?.message).toContain("API user");
});
