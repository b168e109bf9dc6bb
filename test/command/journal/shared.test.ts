import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { MachineOptions } from "../../support/context.ts";
import { relayTo } from "../../support/database-relay.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { hasPostgres, emptyDatabase, teamDatabase, urlOf } from "../../support/postgres.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const refund = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

/** Two desks of a team, each a machine of its own, with one shop and one journal. */
async function team(options: MachineOptions = {}) {
  const database = await teamDatabase();
  const ann = await shopFor({}, options);
  const bob = await shopFor();
  for (const { machine } of [ann, bob]) {
    Object.assign(machine.env, ann.machine.env, { REFUND_JOURNAL: database.agentUrl });
  }
  return { database, sandbox: ann.sandbox, ann: ann.machine, bob: bob.machine };
}

describe.skipIf(!hasPostgres)("with a journal that a team shares", () => {
  test("what one has refunded the other cannot, and sees who did", async () => {
    const { sandbox, ann, bob } = await team();
    const first = outcomeOf(await ann.run(...refund));
    expect(first).toMatchObject({ code: 0, outcome: "accepted" });
    const second = outcomeOf(await bob.run(...refund));
    expect(second.code).not.toBe(0);
    expect(received(sandbox, "issueRefund")).toBe(1);
    const history = await bob.run("history");
    expect(history.out).toContain("73152871");
    const one = await bob.run("history", "--json");
    expect(JSON.parse(one.out)).toMatchObject({ user: "agent", host: "desk-7" });
    expect(existsSync(bob.journal)).toBe(false);
  });

  test("after a no at the confirmation something else can be said, and is refunded", async () => {
    const { sandbox, ann } = await team({ terminal: { stdin: true, stderr: true } });
    const running = ann.start("73152871", "--reason", "Fraud", "--comment", "");
    await running.says("What to refund:");
    running.type("1\n");
    await running.says("Refund 241.49 USD");
    running.type("n\n");
    await running.says("Change something?");
    running.type("1\n");
    await expect.poll(() => running.said().split("What to refund:")).toHaveLength(3);
    running.type("3\n");
    await running.says("Amount in USD:");
    running.type("5.00\n");
    await running.says("Refund 5.00 USD");
    running.type("y\n");
    await running.says("Another refund?");
    running.type("n\n");
    expect((await running.ended).code).toBe(0);
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("of two who refund the same order at once, one does", async () => {
    const { sandbox, ann, bob } = await team();
    const ended = await Promise.all([ann.run(...refund), bob.run(...refund)]);
    expect(received(sandbox, "issueRefund")).toBe(1);
    expect(ended.map(({ code }) => code).filter((code) => code === 0)).toHaveLength(1);
  });

  test("the preview, whoami and doctor name the journal, and never its password", async () => {
    const { database, ann } = await team();
    const { agent } = database;
    const name = `postgres://${agent.user}@127.0.0.1:${agent.port}/${agent.database}`;
    const plan = await ann.run("total", "73152871", "--reason", "Fraud", "--dry-run");
    expect(plan.out + plan.err).toContain(name);
    const whoami = await ann.run("whoami");
    expect(whoami.out).toContain(name);
    const doctor = await ann.run("doctor");
    const said = doctor.out.replaceAll(/\s+/g, " ");
    expect(said).toContain(name);
    expect(said).toContain("nothing can be deleted");
    expect(said).toContain("clock is");
  });

  test("nothing is sent when the database cannot be reached, and the message says why", async () => {
    const { database, sandbox, ann } = await team();
    const relay = await relayTo(database.agent);
    relay.reachable(false);
    ann.env["REFUND_JOURNAL"] = urlOf(relay.place);
    const outcome = outcomeOf(await ann.run(...refund));
    expect(outcome).toMatchObject({ code: 1, outcome: "failed" });
    expect(outcome.error?.code).toBe("journal-unavailable");
    expect(outcome.error?.message).toMatch(/cannot be used, so nothing was sent: ./);
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("an outcome that cannot be written is kept, told, and written by the next command", async () => {
    const { database, ann, bob } = await team();
    const relay = await relayTo(database.agent);
    ann.env["REFUND_JOURNAL"] = urlOf(relay.place);
    // The first message that updates an attempt is its outcome.
    relay.whenSent('update "refund"."attempt"', () => {
      relay.reachable(false);
    });
    const outcome = outcomeOf(await ann.run(...refund));
    expect(outcome).toMatchObject({ code: 0, outcome: "accepted" });
    const warning = outcome.warnings.find(({ code }) => code === "journal-not-updated");
    expect(warning?.message).toContain("the next refund command on this machine writes it");
    const blocked = outcomeOf(await bob.run(...refund));
    expect(blocked).toMatchObject({ code: 5, error: { code: "unresolved-attempt" } });
    relay.reachable(true);
    const history = await ann.run("history", "--json");
    expect(JSON.parse(history.out)).toMatchObject({ outcome: "accepted" });
  });

  test("Ctrl-C twice while an outcome is written keeps it at once, and the next command writes it", async () => {
    const { database, ann, bob } = await team();
    const relay = await relayTo(database.agent);
    ann.env["REFUND_JOURNAL"] = urlOf(relay.place);
    relay.goSilentAt('update "refund"."attempt"');
    const isAsked = new Promise<void>((then) => {
      relay.whenSent('update "refund"."attempt"', then);
    });
    const running = ann.start(...refund);
    await isAsked;
    running.stop();
    running.stop();
    const stopped = performance.now();
    const outcome = outcomeOf(await running.ended);
    // One answer of a database that is silent is waited for longer, and there would be six of them.
    expect(performance.now() - stopped).toBeLessThan(12_000);
    expect(outcome).toMatchObject({ code: 0, outcome: "accepted" });
    const warning = outcome.warnings.find(({ code }) => code === "journal-not-updated");
    expect(warning?.message).toContain("the next refund command on this machine writes it");
    const blocked = outcomeOf(await bob.run(...refund));
    expect(blocked).toMatchObject({ code: 5, error: { code: "unresolved-attempt" } });
    ann.env["REFUND_JOURNAL"] = database.agentUrl;
    const history = await ann.run("history", "--json");
    expect(JSON.parse(history.out)).toMatchObject({ outcome: "accepted" });
  }, 120_000);

  test("an intent whose recording was lost sends nothing, and is settled as not sent", async () => {
    const { database, sandbox, ann, bob } = await team();
    const relay = await relayTo(database.agent);
    ann.env["REFUND_JOURNAL"] = urlOf(relay.place);
    relay.loseAnswerTo("insert into");
    const outcome = outcomeOf(await ann.run(...refund));
    expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(received(sandbox, "issueRefund")).toBe(0);
    const after = outcomeOf(await bob.run(...refund));
    expect(after).toMatchObject({ code: 0, outcome: "accepted" });
    const history = await bob.run("history", "--json");
    const lines = history.out.trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome).sort()).toEqual([
      "accepted",
      "not-sent",
    ]);
  });

  test("setup makes the journal, check says that it is whole, upgrade changes nothing", async () => {
    const owner = await emptyDatabase();
    const { machine } = await shopFor();
    machine.env["REFUND_JOURNAL"] = urlOf(owner);
    const before = await machine.run("journal", "check", "--json");
    expect(before.code).toBe(1);
    expect(documentOf(before, "refund.journal-1").missing.join()).toContain("refund journal setup");
    const role = `${owner.database}_agents`;
    for (const argv of [["setup", "--role", role], ["upgrade"], ["check"]]) {
      const ended = await machine.run("journal", ...argv, "--json");
      expect(documentOf(ended, "refund.journal-1")).toMatchObject({
        kind: "postgres",
        whole: true,
        attempts: 0,
      });
      expect(ended.code).toBe(0);
    }
  });

  test("setup says what it made, and what was there already", async () => {
    const owner = await emptyDatabase();
    const { machine } = await shopFor();
    machine.env["REFUND_JOURNAL"] = urlOf(owner);
    const roles = [`${owner.database}_agents`, `${owner.database}_others`];
    const said: (string | undefined)[] = [];
    for (const role of [...roles, roles[0] ?? ""]) {
      const { code, out } = await machine.run("journal", "setup", "--role", role);
      expect(code).toBe(0);
      said.push(out.split("\n")[0]);
    }
    expect(said).toEqual([
      `Made the tables and the role ${roles[0]}.`,
      `Made the role ${roles[1]}; the tables were there already.`,
      `The tables and the role ${roles[0]} were there already.`,
    ]);
  });

  test("setup prints its SQL instead, and changes nothing", async () => {
    const owner = await emptyDatabase();
    const { machine } = await shopFor();
    machine.env["REFUND_JOURNAL"] = urlOf(owner);
    const printed = await machine.run("journal", "setup", "--print-sql");
    expect(printed).toMatchObject({ code: 0, err: "" });
    expect(printed.out).toMatch(/^begin;\n[^]*create table "attempt"[^]*\ncommit;\n$/);
    expect((await machine.run("journal", "check")).code).toBe(1);
  });

  test("setup of a journal that is a file is a usage error", async () => {
    const { machine } = await shopFor();
    const ended = await machine.run("journal", "setup");
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("is a file, which needs no setting up");
  });
});
