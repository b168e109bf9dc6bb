import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { type Journal, openJournal } from "../../src/journal/journal.ts";
import { noon, settledAttempt, sharedJournalAt, subject } from "../journal/open.ts";
import { orderNumber } from "../support/named.ts";
import { relayTo } from "../support/database-relay.ts";
import { hasPostgres, teamDatabase, urlOf } from "../support/postgres.ts";
import { type Desk, deskFor } from "../support/program.ts";
import { atScreen, keys } from "../support/screen.ts";

const small = { rows: 24, columns: 80 };
/** Stays until the person at the keyboard says that it may go, whatever else happens. */
const reading = `trap "" INT; cat; read answer </dev/tty; echo "left with $answer"`;

async function refundMany(journal: Journal, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const number = orderNumber(String(80_000_000 + at));
    const startedAt = noon + at;
    await settledAttempt(journal, "accepted", { subject: { ...subject, number }, startedAt });
  }
}

/** A team's desk that reads the first screen of its history, and then no more: the database is silent. */
async function deskWithSilentJournal(): Promise<Desk> {
  const { agent } = await teamDatabase();
  await refundMany(await sharedJournalAt(agent), 31);
  const relay = await relayTo(agent);
  relay.goSilentAt("sum(");
  const desk = deskFor();
  desk.env["REFUND_JOURNAL"] = urlOf(relay.place);
  return desk;
}

describe.skipIf(!hasPostgres)("while a pager waits for a database that is silent", () => {
  test("a person who has seen enough does not wait", async () => {
    const env = { PAGER: "head -n 3" };
    const screen = atScreen(await deskWithSilentJournal(), ["history"], { ...small, env });
    expect(await screen.ended).toBe(0);
  });

  test("Ctrl-C ends the reading, and leaves what was read until the person has read it", async () => {
    const env = { PAGER: reading };
    const screen = atScreen(await deskWithSilentJournal(), ["history"], { ...small, env });
    await screen.shows("80000030");
    screen.type(keys.ctrlC);
    screen.type("q\r");
    expect(await screen.ended).toBe(130);
    expect(screen.text()).toContain("left with q");
  });

  test("SIGTERM ends the pager, too", async () => {
    const env = { PAGER: "cat; read answer </dev/tty" };
    const screen = atScreen(await deskWithSilentJournal(), ["history"], { ...small, env });
    await screen.shows("80000030");
    screen.terminate();
    expect(await screen.ended).toBe(130);
  });

  test("a terminal that is closed ends both", async () => {
    const env = { PAGER: reading };
    const screen = atScreen(await deskWithSilentJournal(), ["history"], { ...small, env });
    await screen.shows("80000030");
    screen.hangUp();
    expect(await screen.ended).toBe(130);
  });
});

test("a history that can be read only in part is shown so far, and then why", async () => {
  const desk = deskFor();
  const path = join(desk.env["XDG_DATA_HOME"] ?? "", "refund", "journal.db");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const journal = await openJournal(path);
  await refundMany(journal, 102);
  await journal.close();
  const database = new Libsql(path);
  database.exec("update attempt set items = 'none' where number = '80000000'");
  database.close();
  const env = { PAGER: reading };
  const screen = atScreen(desk, ["history", "--all"], { ...small, env });
  await screen.shows("80000101");
  screen.type("q\r");
  expect(await screen.ended).toBe(1);
  expect(screen.text()).toMatch(/left with q\nError: The journal .+ cannot be\nused/);
});
