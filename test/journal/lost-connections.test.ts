import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JournalUnavailable, OutcomeKept } from "../../src/failure.ts";
import { relayTo } from "../support/database-relay.ts";
import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import type { Journal } from "../../src/journal/journal.ts";
import {
  begunAttempt,
  folderFor,
  intent,
  noon,
  settledAttempt,
  sharedJournalAt,
  subject,
} from "./open.ts";

const accepted = {
  outcome: "accepted",
  by: "answer",
  problem: null,
  evidence: null,
  at: noon,
} as const;

/** A team's journal by way of a relay, and beside it. */
async function relayed() {
  const { agent, sql } = await teamDatabase();
  const relay = await relayTo(agent);
  const unwritten = join(folderFor(), "unwritten");
  const stop = new AbortController();
  const open = () => sharedJournalAt(relay.place, { unwritten, givenUp: stop.signal });
  return { agent, relay, stop, open, unwritten, direct: await sharedJournalAt(agent), sql };
}

/** A refund and an open cancellation of it, and what the answer to that proved. */
async function cancelled(journal: Journal) {
  const refund = await settledAttempt(journal, "accepted");
  const wish = { kind: "cancel", amount: null, items: [], completes: false } as const;
  const alone = { subject, again: null, row: null, sale: null, sameness: "cancellation" } as const;
  const begun = await journal.begin({ ...intent(), ...wish, ...alone, cancels: refund }, [refund]);
  if (begun.tag === "conflict") throw new Error("nobody else is at the order");
  const cancellation = begun.id;
  const withdrawal = { by: "answer", evidence: "the only one", at: noon, cancellation } as const;
  return [refund, withdrawal] as const;
}

describe.skipIf(!hasPostgres)("a journal on a server that may be lost", () => {
  test.each(["loseAnswerTo", "loseMessage"] as const)(
    "enters an intent as not sent whose recording nobody heard of: %s",
    async (lose) => {
      const { relay, open, direct, unwritten } = await relayed();
      const journal = await open();
      relay[lose]("insert into");
      await expect(journal.begin(intent(), [])).rejects.toBeInstanceOf(JournalUnavailable);
      expect(await direct.attemptsOn(subject)).toMatchObject([
        { outcome: "not-sent", settledBy: "answer" },
      ]);
      expect(readdirSync(unwritten)).toEqual([]);
      // And so the same may be tried again.
      expect((await begunAttempt(direct)).length).toBe(26);
    },
  );

  test.each(["loseAnswerTo", "loseMessage"] as const)(
    "keeps such an intent while the server is away, and enters it with the next run: %s",
    async (lose) => {
      const { relay, open, direct, unwritten } = await relayed();
      const journal = await open();
      relay[lose]("insert into");
      // Only after it: what is to be lost would else be what the next run enters.
      const away = new Promise<void>((done) => {
        relay.whenSent("insert into", () => {
          setTimeout(() => {
            relay.reachable(false);
            done();
          }, 5);
        });
      });
      const beginning = journal.begin(intent(), []);
      await Promise.all([expect(beginning).rejects.toThrow(/nothing was sent/), away]);
      const kept = readdirSync(unwritten);
      if (kept.length > 0) {
        expect(statSync(join(unwritten, kept[0] ?? "")).mode & 0o777).toBe(0o600);
      }
      relay.reachable(true);
      await open();
      expect(readdirSync(unwritten)).toEqual([]);
      expect(await direct.attemptsOn(subject)).toMatchObject([{ outcome: "not-sent" }]);
    },
  );

  test.each(["loseAnswerTo", "loseMessage"] as const)(
    "writes an outcome though a connection is lost: %s",
    async (lose) => {
      const { relay, open, direct } = await relayed();
      const journal = await open();
      const id = await begunAttempt(journal);
      relay[lose]("update");
      expect(await journal.settle(id, accepted)).toBe(true);
      expect(await direct.find(id)).toMatchObject({ outcome: "accepted", settledBy: "answer" });
    },
  );

  test.each(["loseAnswerTo", "loseMessage"] as const)(
    "writes what a cancellation proved though a connection is lost: %s",
    async (lose) => {
      const { relay, open, direct } = await relayed();
      const journal = await open();
      const [refund, withdrawal] = await cancelled(journal);
      relay[lose]("update");
      expect(await journal.withdraw(refund, withdrawal)).toBe(true);
      expect(await direct.find(refund)).toMatchObject({ outcome: "withdrawn" });
      expect(await direct.find(withdrawal.cancellation)).toMatchObject({ outcome: "accepted" });
    },
  );

  test("connects anew where the server hung up before anything was asked", async () => {
    const { relay, open } = await relayed();
    // As the library introduces itself.
    relay.loseMessage("client_encoding");
    const journal = await open();
    expect(await journal.attemptsOn(subject)).toEqual([]);
  });

  test("keeps what a cancellation proved, and the next run writes it", async () => {
    const { relay, open, direct, unwritten } = await relayed();
    const journal = await open();
    const [refund, withdrawal] = await cancelled(journal);
    relay.reachable(false);
    await expect(journal.withdraw(refund, withdrawal)).rejects.toBeInstanceOf(OutcomeKept);
    relay.reachable(true);
    await open();
    expect(readdirSync(unwritten)).toEqual([]);
    expect(await direct.find(refund)).toMatchObject({ outcome: "withdrawn" });
    expect(await direct.find(withdrawal.cancellation)).toMatchObject({ outcome: "accepted" });
  });

  test("once nobody waits any more, what a cancellation proved is kept at once, and the next run writes it", async () => {
    const { agent, relay, stop, open, direct, unwritten } = await relayed();
    const journal = await open();
    const [refund, withdrawal] = await cancelled(journal);
    relay.goSilentAt('update "refund"."attempt"');
    const isAsked = new Promise<void>((then) => {
      relay.whenSent('update "refund"."attempt"', then);
    });
    const ended = expect(journal.withdraw(refund, withdrawal)).rejects.toBeInstanceOf(OutcomeKept);
    await isAsked;
    expect(existsSync(unwritten)).toBe(false);
    stop.abort();
    // Without a pause: the process may be ended before the database has had its moment.
    expect(readdirSync(unwritten)).toHaveLength(1);
    await ended;
    await sharedJournalAt(agent, { unwritten });
    expect(readdirSync(unwritten)).toEqual([]);
    expect(await direct.find(refund)).toMatchObject({ outcome: "withdrawn" });
    expect(await direct.find(withdrawal.cancellation)).toMatchObject({
      outcome: "accepted",
    });
  }, 30_000);

  test("though nobody waits any more, an outcome is written where the database answers", async () => {
    const { stop, open, direct, unwritten } = await relayed();
    const journal = await open();
    const id = await begunAttempt(journal);
    stop.abort();
    expect(await journal.settle(id, accepted)).toBe(true);
    expect(await direct.find(id)).toMatchObject({ outcome: "accepted" });
    expect(readdirSync(unwritten)).toEqual([]);
  });

  test("a refund that was paid out before its cancellation was written stays so; its cancellation is settled", async () => {
    const { relay, open, direct } = await relayed();
    const journal = await open();
    const [refund, withdrawal] = await cancelled(journal);
    relay.reachable(false);
    await expect(journal.withdraw(refund, withdrawal)).rejects.toBeInstanceOf(OutcomeKept);
    await direct.markProcessed([refund], { at: noon, by: "person" });
    relay.reachable(true);
    await open();
    expect(await direct.find(refund)).toMatchObject({ outcome: "accepted" });
    expect((await direct.timeline(refund)).at(-1)?.what).toMatch(/withdrawn .* written late, but/);
    expect(await direct.find(withdrawal.cancellation)).toMatchObject({ outcome: "accepted" });
  });

  test("keeps an outcome that it cannot write, and the next run writes it", async () => {
    const { relay, open, direct, unwritten } = await relayed();
    const journal = await open();
    const id = await begunAttempt(journal);
    relay.reachable(false);
    await expect(journal.settle(id, accepted)).rejects.toBeInstanceOf(OutcomeKept);
    expect(await direct.find(id)).toMatchObject({ outcome: null });
    const [file = ""] = readdirSync(unwritten);
    expect(statSync(join(unwritten, file)).mode & 0o777).toBe(0o600);
    relay.reachable(true);
    await open();
    expect(readdirSync(unwritten)).toEqual([]);
    expect(await direct.find(id)).toMatchObject({ outcome: "accepted", settledBy: "answer" });
    const lines = (await direct.timeline(id)).map(({ what }) => what);
    expect(lines.at(-1)).toBe("accepted (by answer), written late");
  });

  test("never takes accepted back by an outcome that comes late, and says so in the timeline", async () => {
    const { relay, open, direct } = await relayed();
    const journal = await open();
    const id = await begunAttempt(journal);
    relay.reachable(false);
    const refused = { ...accepted, outcome: "refused" } as const;
    await expect(journal.settle(id, refused)).rejects.toBeInstanceOf(OutcomeKept);
    await direct.settle(id, { ...accepted, by: "evidence" });
    relay.reachable(true);
    await open();
    expect(await direct.find(id)).toMatchObject({ outcome: "accepted", settledBy: "evidence" });
    const lines = (await direct.timeline(id)).map(({ what }) => what);
    expect(lines.at(-1)).toBe("refused (by answer), written late, but it stands as accepted");
  });

  test("counts a refund that was made, whatever somebody said of it meanwhile", async () => {
    const { relay, open, direct } = await relayed();
    const journal = await open();
    const id = await begunAttempt(journal);
    relay.reachable(false);
    await expect(journal.settle(id, accepted)).rejects.toBeInstanceOf(OutcomeKept);
    await direct.settle(id, { ...accepted, outcome: "refused" });
    relay.reachable(true);
    await open();
    expect(await direct.find(id)).toMatchObject({ outcome: "accepted" });
  });

  test("reads again what it asked a connection that was lost", async () => {
    const { relay, open } = await relayed();
    const journal = await open();
    const id = await begunAttempt(journal);
    relay.loseAnswerTo("select * from");
    expect(await journal.find(id)).toMatchObject({ id });
  });

  test("looks at the journal again when the first look is lost", async () => {
    const { relay, open } = await relayed();
    relay.loseAnswerTo("from refund.journal");
    const journal = await open();
    expect(await journal.attemptsOn(subject)).toEqual([]);
  });

  test("takes one message to record an intent and one to settle it", async () => {
    const { relay, open } = await relayed();
    const journal = await open();
    await journal.attemptsOn(subject);
    const before = relay.messages();
    const begun = await journal.begin(intent(), []);
    if (begun.tag === "conflict") throw new Error("it is the first");
    expect(relay.messages() - before).toBe(1);
    await journal.settle(begun.id, accepted);
    expect(relay.messages() - before).toBe(2);
  });

  test("is refused, with words, where the password is wrong or no connection is left", async () => {
    const { agent, sql, owner } = await teamDatabase();
    const wrong = { ...agent, password: null };
    await expect(sharedJournalAt(wrong)).rejects.toThrow(/check the password|non-empty string/);
    await sql(`alter role ${agent.user} connection limit 1`);
    const holder = await sharedJournalAt(agent);
    await holder.list({});
    await expect(sharedJournalAt(agent)).rejects.toThrow("no connection left");
    await expect(sharedJournalAt({ ...owner, database: "nowhere" })).rejects.toThrow(
      "no such database",
    );
    await expect(sharedJournalAt({ ...owner, port: 1 })).rejects.toThrow("cannot be reached");
  });
});
