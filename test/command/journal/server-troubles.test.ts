import { describe, expect, onTestFinished, test } from "vitest";
import { startServer, journalUrl } from "../../../bench/team/server.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { relayTo } from "../../support/database-relay.ts";
import { outcomeOf } from "../../support/document.ts";
import { attemptsIn, hasPostgres, teamDatabase, urlOf } from "../../support/postgres.ts";
import { received, shopFor } from "../../support/sandbox.ts";
import { poolerFor } from "../../support/transaction-pooler.ts";

const refund = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

async function deskWith(journal: string) {
  const shop = await shopFor();
  shop.machine.env["REFUND_JOURNAL"] = journal;
  return shop;
}

describe.skipIf(!hasPostgres)("a database server in trouble", () => {
  test.each([
    [
      "read-only",
      "alter database :name set default_transaction_read_only = on",
      "the database is set to read-only",
    ],
    [
      "out of connections",
      "alter user :user connection limit 0",
      "the database server has no connection left; try again in a moment",
    ],
    [
      "one with another password",
      "alter user :user password 'another'",
      "the database server does not let this user in; check the password",
    ],
    [
      "one on which the user lost the rights",
      "revoke usage on schema refund from :role",
      "the database user has no right to do this; ask who set the journal up",
    ],
  ])("that is %s sends nothing, ends with 1 and says so", async (_what, trouble, sentence) => {
    const { agent, agentUrl, role, sql } = await teamDatabase();
    const { machine, sandbox } = await deskWith(agentUrl);
    const names = { ":name": agent.database, ":user": agent.user, ":role": role };
    await sql(
      Object.entries(names).reduce((text, [name, value]) => text.replace(name, value), trouble),
    );
    const outcome = outcomeOf(await machine.run(...refund));
    expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(outcome.error?.message).toContain(`so nothing was sent: ${sentence}`);
    expect(received(sandbox, "issueRefund")).toBe(0);
    const doctor = await machine.run("doctor");
    expect(doctor.out.replaceAll(/\s+/g, " ")).toContain(sentence);
  });

  test("that may forget commits (fsync off) is refused, and doctor says why", async () => {
    const server = await startServer({ flags: ["fsync=off"] });
    onTestFinished(() => server.stop());
    const { machine, sandbox } = await deskWith(journalUrl(await server.newJournal()));
    const outcome = outcomeOf(await machine.run(...refund));
    expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(outcome.error?.message).toContain("fsync off");
    expect(received(sandbox, "issueRefund")).toBe(0);
    expect((await machine.run("doctor")).out.replaceAll(/\s+/g, " ")).toContain("fsync off");
  });

  test("that restarts before the run is no trouble for it", async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    const { machine } = await deskWith(journalUrl(await server.newJournal()));
    expect((await machine.run(...refund)).code).toBe(0);
    await server.restart();
    expect((await machine.run("history", "--json")).code).toBe(0);
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({ outcome: "blocked" });
  });
});

describe.skipIf(!hasPostgres)("a connection that is cut", () => {
  /** More than a run sends, the start of its session included. */
  const messages = 14;

  test.each(["message", "answer"] as const)(
    "at any %s makes at most one refund, and says truly whether it was made",
    async (what) => {
      for (let at = 1; at <= messages; at++) {
        const { agent } = await teamDatabase();
        const relay = await relayTo(agent);
        const { machine, sandbox } = await deskWith(urlOf(relay.place));
        relay.cutAt(at, what);
        const first = outcomeOf(await machine.run(...refund));
        const made = sandbox.ledger().length;
        expect({ at, ...first }).toMatchObject(
          made === 1 ? { code: 0, outcome: "accepted" } : { code: 1, outcome: "failed" },
        );
        // It may have sent fewer; nothing more is cut. The next run writes what this one could not.
        relay.cutAt(0, what);
        const next = outcomeOf(await machine.run(...refund));
        expect({ at, made: sandbox.ledger().length, next }).toMatchObject({ at, made: 1 });
        expect(next.code).toBe(made === 1 ? 5 : 0);
        const open = (await attemptsIn(agent)).filter(({ outcome }) => outcome === null);
        expect({ at, open }).toEqual({ at, open: [] });
      }
    },
    300_000,
  );
});

describe.skipIf(!hasPostgres)("a pooler that gives each transaction another connection", () => {
  test("is no trouble: nothing is kept in a session", async () => {
    const { agent } = await teamDatabase();
    const pooler = await poolerFor(agent);
    const { machine, sandbox } = await deskWith(urlOf(pooler.place));
    expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 0 });
    const rows = ["73152878", "73152884"].map((order) => `total,${order},Other\n`);
    const file = fileOf(machine, `kind,order,reason\n${rows.join("")}`);
    const batch = await machine.run("batch", file, "--yes", "--rate", "100");
    expect(rowsOf(batch).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
    expect((await machine.run("history", "--json")).out.trim().split("\n")).toHaveLength(3);
    expect((await machine.run("reconcile", "--json")).code).toBe(0);
    expect((await machine.run("journal", "check")).code).toBe(0);
    expect(sandbox.ledger()).toHaveLength(3);
    // They were really spread.
    expect(Math.min(...pooler.transactions())).toBeGreaterThan(1);
  });
});

describe.skipIf(!hasPostgres)("round trips to the database", () => {
  test("from the order's answer to the end are 4 at most, and 2 of them before the refund leaves", async () => {
    const { agent } = await teamDatabase();
    const relay = await relayTo(agent);
    const { machine, sandbox } = await deskWith(urlOf(relay.place));
    // Long enough for what is done meanwhile.
    sandbox.addFault({ kind: "slow", method: "getOrder", afterMs: 3_000 });
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 500 });
    const running = machine.start(...refund);
    await expect.poll(() => received(sandbox, "getOrder"), { timeout: 30_000 }).toBe(1);
    await new Promise((next) => setTimeout(next, 2_000));
    const ahead = relay.messages();
    expect(ahead).toBeGreaterThan(0);
    await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 30_000 }).toBe(1);
    const before = relay.messages() - ahead;
    expect((await running.ended).code).toBe(0);
    expect(before).toBeLessThanOrEqual(2);
    expect(relay.messages() - ahead).toBeLessThanOrEqual(4);
  });
});
