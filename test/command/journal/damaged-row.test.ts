import Libsql from "libsql";
import { expect, test } from "vitest";
import type { Machine } from "../../support/context.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const common = ["--reason", "Other", "--yes", "--json"];
const part = ["partial", "73152871", "--item", "PRO-1Y", ...common];
const other = ["partial", "73152871", "--amount", "5.00", ...common];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];
const patience = { timeout: 20_000 };

function change(machine: Machine, sql: string): void {
  const database = new Libsql(machine.journal);
  database.exec(sql);
  database.close();
}

async function checked(machine: Machine) {
  const ended = await machine.run("journal", "check", "--json");
  return { code: ended.code, ...documentOf(ended, "refund.journal-1") };
}

test.each([
  ["api", "rpc7"],
  ["kind", "sartial"],
  ["amount", "29.9y"],
  ["currency", "USE"],
  ["items", '[{"reference":null,"productCode":"PRO-1Y","quantity":1,"amount":"2999."}]'],
  ["items", "[{"],
  ["completes", "3"],
  ["again", "?"],
  ["before", '{"status":"COMPLETE"}'],
  ["before", "{"],
  ["started_at", "2026-11-21T12:00:00.000z"],
  ["send_by", "2026-11-41T12:00:00.000Z"],
  ["busy_until", "soon"],
  ["outcome", "bccepted"],
  ["settled_by", "anrwer"],
  ["settled_at", "?"],
  ["problem", '{"code":7}'],
])("nothing is sent with a journal in which %s has become %j", async (column, value) => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ outcome: "accepted" });
  change(machine, `update attempt set ${column} = '${value}'`);
  const words = new RegExp(`"${column}"`);
  // Of another API it is not found on the order; then the journal's own check tells.
  if (column !== "api") {
    for (const argv of [part, other]) {
      const outcome = outcomeOf(await machine.run(...argv));
      expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
      expect(outcome.error?.message).toMatch(words);
    }
    expect(received(sandbox, "issueRefund")).toBe(1);
  }
  const { code, missing } = await checked(machine);
  expect(code).toBe(1);
  expect(missing.join()).toMatch(words);
  expect(await machine.run("history", "--json")).toMatchObject({ code: 1 });
});

test.each([
  ["issueRefund", other],
  ["refund_lineitem", legacy],
] as const)(
  "a conflict in the journal that no attempt explains is damage (%s)",
  async (method, argv) => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
    await machine.run(...part);
    await machine.run(...legacy.map((word) => (word === "1234567890" ? "1234567891" : word)));
    const before = received(sandbox, method);
    // As when the rows were changed and the indexes that guard them were not.
    change(machine, "create unique index one_more on attempt (api)");
    const outcome = outcomeOf(await machine.run(...argv));
    expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(outcome.error?.message).toContain("none of its attempts says why");
    expect(received(sandbox, method)).toBe(before);
  },
);

test("a row that is damaged while a refund is in flight does not change what came of that", async () => {
  const faults = [{ kind: "false-after", method: "issueRefund" }] as const;
  const { machine, sandbox } = await shopFor({ settleAfterMs: 86_400_000, faults });
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ outcome: "refused" });
  sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 1_500 });
  const running = machine.run(...other);
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(2);
  change(machine, "update attempt set items = '[{' where outcome = 'refused'");
  const outcome = outcomeOf(await running);
  expect(outcome).toMatchObject({ code: 4, error: { code: "pending-refund" } });
  expect(outcome.warnings).toContainEqual(
    expect.objectContaining({ code: "journal-not-updated" }) as unknown,
  );
});
