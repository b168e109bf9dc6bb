import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { hasPostgres, teamDatabase, urlOf } from "../../support/postgres.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const refund = ["total", "73152899", "--reason", "Fraud", "--yes", "--json"];
const part = [
  ...["partial", "73152871", "--amount", "5.00", "--reason", "Fraud", "--yes", "--json"],
];

test("a journal in use is backed up into a file, again and again, and goes on", async () => {
  const { machine } = await shopFor();
  expect(outcomeOf(await machine.run(...part)).outcome).toBe("accepted");
  const backup = join(machine.cwd, "backup.db");
  for (const added of ["1 attempt was added", "0 attempts were added"]) {
    const copied = await machine.run("journal", "copy", machine.journal, backup);
    expect(copied.code).toBe(0);
    expect(copied.out).toContain(added);
  }
  expect(outcomeOf(await machine.run(...refund)).outcome).toBe("accepted");
  machine.env["REFUND_JOURNAL"] = backup;
  // What it holds guards: the same refund is blocked.
  expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
});

test("a password on the command line, a missing file and the same place twice are usage errors", async () => {
  const { machine } = await shopFor();
  expect(outcomeOf(await machine.run(...part)).outcome).toBe("accepted");
  for (const [from, to, why] of [
    [machine.journal, "postgres://ann:topsecret@localhost/refunds", "A password"],
    [join(machine.cwd, "none.db"), join(machine.cwd, "other.db"), "There is no journal"],
    [machine.journal, machine.journal, "the same journal twice"],
  ] as const) {
    const ended = await machine.run("journal", "copy", from, to);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(why);
    expect(ended.err).not.toContain("topsecret");
  }
});

describe.skipIf(!hasPostgres)("a file that is copied to a team's journal", () => {
  test("guards there, and refuses refunds itself, naming the new place", async () => {
    const { agent } = await teamDatabase();
    const { machine, sandbox } = await shopFor();
    const url = urlOf(agent);
    expect(outcomeOf(await machine.run(...part)).outcome).toBe("accepted");
    machine.env["PGPASSWORD"] = agent.password?.reveal() ?? "";
    const to = `postgres://${agent.user}@127.0.0.1:${agent.port}/${agent.database}`;
    const copied = await machine.run("journal", "copy", machine.journal, to, "--json");
    expect(documentOf(copied, "refund.journal-1")).toMatchObject({
      kind: "postgres",
      attempts: 1,
      whole: true,
    });
    const old = outcomeOf(await machine.run(...refund));
    expect(old).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(old.error?.message).toContain(to);
    expect(received(sandbox, "issueRefund")).toBe(1);
    machine.env["REFUND_JOURNAL"] = url;
    expect(outcomeOf(await machine.run(...part))).toMatchObject({ code: 5 });
    expect(outcomeOf(await machine.run(...refund)).outcome).toBe("accepted");
  });
});
