import { basename } from "node:path";
import { type BadRow, checkFile, requireApproved } from "./check-file.ts";
import { inTurns } from "./event-loop.ts";
import type { Results } from "./results.ts";
import { readRecords } from "./records.ts";
import { identitiesOf } from "./standing.ts";
import type { Staging } from "./staging.ts";
import { parseBatchId } from "../../domain/pasted.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import { apis } from "../../domain/api.ts";
import type { Batch, BatchAccounts } from "../../journal/batch.ts";
import { isBusy } from "../../journal/busy.ts";
import type { Journal } from "../../journal/journal.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { rowsText } from "./render.ts";
import { renderRow } from "./render-row.ts";
import { safe, visible } from "../../safe-text.ts";
import type { BatchInput } from "./batch-input.ts";
import { knownReasons } from "../choose.ts";
import { othersAtWork } from "./known-row.ts";
import { legacyAccount, rpcAccount } from "../credentials.ts";
import type { Run } from "../run.ts";
import { legacyKey, rpcKey } from "../subject.ts";

/** What all parts of a batch work with. */
export interface BatchDesk {
  readonly staging: Staging;
  /** Bad rows go there, wherever the results would go. */
  readonly told: Results;
  readonly journal: Journal;
  readonly run: Run;
}

/** Checks a whole file. Every bad row is reported, and then nothing is sent. @throws UsageError */
export async function prepareBatch(
  bytes: AsyncIterable<Uint8Array>,
  input: BatchInput,
  desk: BatchDesk,
): Promise<PreparedBatch> {
  const { staging, journal, run } = desk;
  const { context, settings } = run;
  const stop = new AbortController();
  run.stopping.cancelled.catch(() => {
    stop.abort();
  });
  const reporting = startReporting(desk, input);
  const { defaultReason, ceiling } = settings;
  const reasons = knownReasons(settings);
  const rules = { reasons, defaultReason, ceiling, approval: input.approval };
  const records = untilStopped(readRecords(bytes), stop.signal);
  const totals = await checkFile(records, rules, staging, reporting.report);
  reporting.end(input.source);
  if (totals.rows === 0)
    throw new UsageError(
      `${input.source === "-" ? "Standard input" : input.source} has no rows. Nothing was sent.`,
    );
  requireApproved(totals, input.approval);

  const rpc = totals.legacy < totals.rows ? await rpcAccount(run) : null;
  const legacy = totals.legacy > 0 ? await legacyAccount(run) : null;
  const accounts: BatchAccounts = {
    rpc6: rpc && rpcKey(settings, rpc),
    legacy: legacy && legacyKey(settings, legacy),
  };
  const digest = await staging.digest(stop.signal);
  const earlier = await earlierBatch(digest, accounts, input, desk, stop.signal);
  const refunded = earlier === null ? 0 : await journal.batches.countRefunded(earlier.id);
  const open = earlier === null ? [] : await journal.batches.unresolvedIn(earlier.id);
  const busy = open.filter((attempt) => isBusy(attempt, journal.now()));
  if (earlier !== null && busy.length > 0) run.talk.show(visible(othersAtWork(earlier.id, busy)));
  return {
    totals,
    rpc,
    legacy,
    earlier,
    stop,
    left: earlier === null || earlier.digest === digest ? totals.rows - refunded : null,
    unresolved: open.length,
    toRecord: {
      digest,
      beside: input.newBatch,
      accounts,
      rows: totals.rows,
      startedAt: context.now(),
      who: context.who,
      source: basename(input.source),
    },
  };
}

/** The batch that this file goes on with; null when it is one of its own. */
async function earlierBatch(
  digest: string,
  accounts: BatchAccounts,
  input: BatchInput,
  desk: BatchDesk,
  stop: AbortSignal,
): Promise<Batch | null> {
  const { batches } = desk.journal;
  const { resume, newBatch, source } = input;
  if (resume !== null) {
    const batch = await batches.find(parseBatchId(resume));
    if (batch === null) throw new UsageError(`The journal has no batch ${resume}.`);
    requireAccounts(batch, accounts);
    return batch;
  }
  if (newBatch) return null;
  const same = await batches.findSame(digest, accounts);
  if (same !== null) return same;
  if (!(await batches.areThere(accounts))) return null;

  const reporting = startReporting(desk, input);
  for await (const page of inTurns(desk.staging.pages(), stop)) {
    const known = await batches.rowsLike(identitiesOf(page), accounts);
    for (const { line, row, identity } of page) {
      const shared = known.find(
        ({ key, api, number }) =>
          key === identity.key || (api === identity.api && number === identity.number),
      );
      if (shared === undefined) continue;
      const what = shared.key === identity.key && row.id !== null ? `id ${row.id}` : row.number;
      const causes = [
        `${what} is also in batch ${shared.batch}, which was started from a different file`,
      ];
      await reporting.report({ line, code: "row-in-batch", causes, row });
    }
  }
  reporting.end(
    source,
    "To continue that batch, add --resume <batch> (changed rows are refused). To start a separate batch, add --new-batch.",
  );
  return null;
}

function requireAccounts({ id, accounts: own }: Batch, accounts: BatchAccounts): void {
  const differs = apis.some((api) => {
    const [a, b] = [own[api], accounts[api]];
    return a !== null && b !== null && (a.realm !== b.realm || a.account !== b.account);
  });
  if (differs) throw new UsageError(`Batch ${id} belongs to another account.`);
}

/** So many bad rows are told in words; documents tell all of them. */
const mostTold = 50;

function startReporting({ told, run }: BatchDesk, { spoken }: BatchInput) {
  let count = 0;
  return {
    report: async (bad: BadRow): Promise<void> => {
      count += 1;
      if (count <= mostTold) {
        run.talk.show(safe`Line ${bad.line}: ${bad.causes.join("; ")}.`);
      }
      if (!spoken) await told.write(renderRow(resultOf(bad)));
    },
    /** @throws UsageError when something was reported */
    end: (source: string, advice = ""): void => {
      if (count === 0) return;
      if (count > mostTold) {
        const where = spoken ? " Use --json to see them all." : "";
        run.talk.show(safe`… and ${count - mostTold} more.${where}`);
      }
      throw new UsageError(
        `${rowsText(count)} of ${source} cannot be refunded as ${count === 1 ? "it stands" : "they stand"}. Nothing was sent.${advice && ` ${advice}`}`,
      );
    },
  };
}

function resultOf({ line, code, causes, row }: BadRow) {
  return {
    line,
    row,
    batch: null,
    outcome: "failed" as const,
    attempt: null,
    amount: null,
    error: { code, message: `${causes.join("; ")}.` },
    warnings: [],
    earlier: false,
    accountRejected: false,
  };
}

async function* untilStopped<T>(items: AsyncIterable<T>, stop: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    if (stop.aborted) throw new Cancelled();
    yield item;
  }
}
