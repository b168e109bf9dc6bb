import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type RowKey, rowKeyOf } from "../../src/domain/row-key.ts";
import type { LeasedRow, OrderSubject, RefundIntent } from "../../src/journal/attempt.ts";
import type { NewRow } from "../../src/journal/batch-rows.ts";
import type { AtWork, Leased } from "../../src/journal/batch-work.ts";
import type { ServerPlace } from "../../src/journal-place.ts";
import type { ServerOptions } from "../../src/journal/postgres/engine.ts";
import { openSharedJournal } from "../../src/journal/postgres/shared-journal.ts";
import { type Journal, openJournal } from "../../src/journal/journal.ts";
import { orderNumber } from "../support/named.ts";
import { type AttemptId } from "../../src/domain/attempt-id.ts";

/** A folder that goes with the test. */
export function folderFor(): string {
  const folder = mkdtempSync(join(tmpdir(), "refund-journal-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** An open journal that is closed with the test. */
export async function journalAt(path: string): Promise<Journal> {
  const journal = await openJournal(path);
  onTestFinished(() => journal.close());
  return journal;
}

/** As `journalAt`, of a team's database. */
export async function sharedJournalAt(
  place: ServerPlace,
  {
    marks = null,
    unwritten = null,
    givenUp = null,
  }: Partial<Pick<ServerOptions, "marks" | "unwritten" | "givenUp">> = {},
): Promise<Journal> {
  const journal = await openSharedJournal(place, {
    password: place.password,
    marks,
    unwritten,
    clocks: { uptime: () => performance.now() },
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    givenUp,
  });
  onTestFinished(() => journal.close());
  return journal;
}

export const subject: OrderSubject = {
  realm: "live",
  api: "rpc6",
  account: "ACME",
  number: orderNumber("73152871"),
};

export const noon = Date.UTC(2026, 10, 21, 12);

/** What stands beside the outcome of an attempt that nothing became of yet. */
export const noLater = { origin: null, processed: null, invoices: null, paidTwice: false } as const;

/** A plain intent, some of it different. */
export function intent(different: Partial<RefundIntent> = {}): RefundIntent {
  return {
    subject,
    kind: "partial",
    amount: null,
    items: [],
    sameness: "5.00 USD amount",
    completes: false,
    reason: "Other",
    comment: "",
    ticket: null,
    again: null,
    row: null,
    sale: null,
    before: null,
    who: { user: "agent", host: "desk-7", pid: 4242 },
    startedAt: noon,
    sendBy: noon + 30_000,
    busyUntil: noon + 60_000,
    ...different,
  };
}

/** A row of a batch on an order, as it is recorded. */
export function newRow({
  name,
  number,
  line = 1,
  amount = "5.00",
}: {
  readonly name: string | null;
  readonly number: string;
  readonly line?: number;
  readonly amount?: string;
}): NewRow {
  const content = `${amount} of ${number}`;
  return {
    key: rowKeyOf(name, content),
    content,
    api: "rpc6",
    number: orderNumber(number),
    line,
    sheetRow: line,
    name,
    kind: "partial",
    amount,
    currency: "USD",
  };
}

/** Records an attempt and its outcome. */
export async function settledAttempt(
  journal: Journal,
  outcome: "accepted" | "refused" | "not-sent",
  different: Partial<RefundIntent> = {},
): Promise<AttemptId> {
  const id = await begunAttempt(journal, different);
  const at = noon + 1_000;
  await journal.settle(id, { outcome, by: "answer", problem: null, evidence: null, at });
  return id;
}

/** Records an attempt whose outcome is open. */
export async function begunAttempt(
  journal: Journal,
  different: Partial<RefundIntent> = {},
): Promise<AttemptId> {
  const wanted = intent(different);
  const seen = await journal.attemptsOn(wanted.subject);
  const begun = await journal.begin(
    wanted,
    seen.map(({ id }) => id),
  );
  if (begun.tag === "conflict") throw new Error("the journal is not as the test expects");
  return begun.id;
}

/** A row of a batch that is recorded, leased to somebody who works on it. */
export async function leasedRow(journal: Journal, digest = "d"): Promise<LeasedRow> {
  const key = rowKeyOf("1", "");
  const row: NewRow = { ...newRow({ name: "1", number: subject.number }), key };
  const batch = await journal.batches.record(
    {
      digest,
      beside: false,
      accounts: { rpc6: { realm: "live", account: "ACME" }, legacy: null },
      rows: 1,
      startedAt: noon,
      source: "refunds.csv",
      who,
    },
    async function* () {
      yield [row];
      await Promise.resolve();
    },
  );
  const at = await journal.batches.join(batch, who, null);
  await leaseAll(journal, at, [key]);
  return { batch, key, content: row.content, worker: at.worker };
}

/** Leases all these rows to somebody, as far as nobody has them. */
export function leaseAll(journal: Journal, at: AtWork, wanted: readonly RowKey[]): Promise<Leased> {
  return journal.batches.exchange(at, { reports: [], held: [], wanted, most: wanted.length });
}

export const who = { user: "agent", host: "desk-7", pid: 4242 };
