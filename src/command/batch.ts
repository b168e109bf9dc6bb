import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import type { Approval } from "../batch/check.ts";
import { openResults } from "../batch/results.ts";
import { openStaging } from "../batch/staging.ts";
import type { Tally } from "../batch/tally.ts";
import { Cancelled, UsageError } from "../failure.ts";
import { renderBatchPreview, rowsText } from "../render/batch.ts";
import { safe } from "../safe-text.ts";
import { prepareBatch, type PreparedBatch } from "./batch-check.ts";
import { runRows } from "./batch-run.ts";
import type { Run } from "./run.ts";
import { useJournal } from "./use-journal.ts";

/** What `batch` was asked to do. */
export interface BatchInput {
  /** A file, or `-` for the standard input. */
  readonly source: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly concurrency: number;
  /** Rows a second at most. */
  readonly rate: number | null;
  /** Failures after which no more rows are taken. */
  readonly stopAfter: number | null;
  /** A file for the results. */
  readonly output: string | null;
  /** Rows are told in sentences, because a person reads them on a terminal. */
  readonly spoken: boolean;
  readonly approval: Approval;
  /** The batch that the file goes on with although it is not the same any more. */
  readonly resume: string | null;
  /** The file is a batch of its own although it shares rows with an earlier one. */
  readonly newBatch: boolean;
}

export interface BatchOutcome {
  /** Null in a dry run. */
  readonly batch: string | null;
  readonly tally: Tally;
  /** Why results of rows are missing from the output; null when none is. */
  readonly outputBroken: string | null;
}

/** Much less than an answer takes, and enough for several rows to share a commit. */
const gatherMs = 5;

/** Checks every row, confirms the whole, records it, and refunds row by row. */
export async function runBatch(input: BatchInput, run: Run): Promise<BatchOutcome> {
  const { context, talk, stopping } = run;
  const asks = talk.asks && input.source !== "-";
  if (!input.yes && !input.dryRun && !asks) {
    throw new UsageError("Nobody can be asked to confirm: --yes is missing.");
  }
  if (input.output !== null && resolve(context.cwd, input.output) === sourcePath(input, run)) {
    throw new UsageError("--output names the file that is read.");
  }
  const output = input.output === null ? null : resolve(context.cwd, input.output);
  const results = await openResults(output, context.stdout);
  const staging = openStaging();
  try {
    return await useJournal(run, { create: !input.dryRun, gatherMs }, async (journal) => {
      const bytes = openSource(input, run);
      const prepared = await prepareBatch(bytes, input, { staging, results, journal, run });
      const preview = renderBatchPreview(prepared, input.dryRun, run.settings, talk.screen);
      (input.yes ? talk.say : talk.show)(preview);
      if (!input.yes && !input.dryRun && prepared.left !== 0) await confirmBatch(prepared, run);
      return stopping.whileSending({
        onWait: () => {
          // Takes the bar away first, in whose line this would be said otherwise.
          prepared.stop.abort();
          talk.show(
            safe`Stopping: no more rows are begun. Waiting for those under way; Ctrl-C again stops the waiting.`,
          );
        },
        wasSent: () => true,
        work: (giveUp) => runRows(prepared, input, { staging, results, journal, run, giveUp }),
      });
    });
  } finally {
    await results.close();
    staging.close();
  }
}

async function confirmBatch({ totals, left }: PreparedBatch, run: Run): Promise<void> {
  const ask = await run.questions();
  const all = rowsText(totals.rows);
  const some = left === null ? `up to ${all}` : `the ${rowsText(left)} left of ${totals.rows}`;
  const what = left === totals.rows ? all : some;
  if (!(await ask.yes(safe`Refund ${what}?`))) throw new Cancelled();
}

function sourcePath({ source }: BatchInput, { context }: Run): string | null {
  return source === "-" ? null : resolve(context.cwd, source);
}

/** @throws UsageError when it is read and cannot be */
async function* openSource(input: BatchInput, run: Run): AsyncGenerator<Uint8Array> {
  const path = sourcePath(input, run);
  const stream: Readable = path === null ? run.context.stdin : createReadStream(path);
  try {
    for await (const chunk of stream) yield Buffer.from(chunk as Uint8Array);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${input.source} cannot be read: ${words}`);
  }
}
