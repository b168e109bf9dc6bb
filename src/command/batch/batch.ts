import { fstatSync, type Stats } from "node:fs";
import type { BatchInput } from "./batch-input.ts";
import type { BatchEnd } from "./batch-end.ts";
import { whileRowsRun } from "./batch-stopping.ts";
import { readInput } from "./input-file.ts";
import { claimOutput, sameFile, type ProtectedFile, statOf } from "./output-file.ts";
import { resultsInto } from "../results.ts";
import { rowOutputs } from "./row-outputs.ts";
import { openStaging } from "./staging.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import type { JournalPlace } from "../../journal-place.ts";
import { renderBatchPreview } from "./render-preview.ts";
import { rowsText } from "./rows-text.ts";
import { safe } from "../../safe-text.ts";
import { fromWorkingFolder } from "../../working-folder.ts";
import { prepareBatch } from "./prepare.ts";
import type { Totals } from "./totals.ts";
import { moneyText } from "../../domain/money.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { runRows } from "./run-rows.ts";
import type { Run } from "../run.ts";
import { requireConfirmation } from "../missing-input.ts";
import { useJournal } from "../use-journal.ts";

/** Checks every row, asks to confirm the whole, records it, and refunds row by row. */
export async function runBatch(input: BatchInput, run: Run): Promise<BatchEnd> {
  const { context, talk, stopping } = run;
  const asks = talk.asks && input.source !== "-";
  requireConfirmation(input, { asks });
  const source = input.source === "-" ? null : fromWorkingFolder(context, input.source);
  const kept = protectedFiles(source, run);
  refuseToFeedItself(source, run);
  const [claimed, claimedFailed] = claimOutputs(input, kept, run);
  const stdoutResults = resultsInto(context.stdout, { keepOpen: true });
  const staging = openStaging();
  try {
    return await useJournal(run, { create: !input.dryRun }, async (journal) => {
      const bytes = readInput(source, input.source, context.stdin, stopping.signal);
      const prepared = await prepareBatch(bytes, input, { staging, stdoutResults, journal, run });
      const preview = renderBatchPreview(prepared, input.dryRun, run.settings, talk.screen);
      (input.yes ? talk.say : talk.show)(preview);
      if (!input.yes && !input.dryRun && prepared.left !== 0)
        await confirmBatch(prepared, input, run);
      // Earlier results stay until there are new ones to replace them.
      const results =
        claimed === null ? stdoutResults : resultsInto(claimed.open(), { keepOpen: false });
      const failed = claimedFailed && resultsInto(claimedFailed.open(), { keepOpen: false });
      const { shape } = prepared;
      const screen = talk.screen;
      const outputs = rowOutputs({ input, shape, staging, screen, results, failed });
      try {
        return await whileRowsRun(prepared.stop, run, (giveUp) =>
          runRows(prepared, input, { staging, outputs, journal, run, giveUp }),
        );
      } finally {
        if (results !== stdoutResults) await results.close();
        await failed?.close();
      }
    });
  } finally {
    await stdoutResults.close();
    staging.close();
  }
}

/** What a journal keeps, or kept, on this machine. */
function filesOf(place: JournalPlace): readonly string[] {
  if (place.kind !== "file") return [];
  return ["", "-wal", "-shm", "-journal"].map((end) => place.path + end);
}

/** Files that `--output` must leave alone, under any name. */
function protectedFiles(
  source: string | null,
  { context, settings }: Run,
): readonly ProtectedFile[] {
  const fd = source === null ? fdOf(context.stdin) : null;
  const journal = filesOf(settings.journal).map((path) => ({
    path,
    fd: null,
    what: "the journal",
  }));
  return [
    { path: source, fd, what: "the input file" },
    ...journal,
    { path: settings.filePath, fd: null, what: "the settings file" },
  ];
}

/** Results appended to the input file would be read in turn, for ever. @throws UsageError */
function refuseToFeedItself(source: string | null, { context }: Run): void {
  const read = source === null ? openStat(context.stdin) : statOf(source);
  const written = openStat(context.stdout);
  // The two ends of a socket or terminal are not a file.
  if (read?.isFile() === true && written !== null && sameFile(read, written)) {
    throw new UsageError("The results would be written into the input file. Nothing was sent.");
  }
}

function openStat(stream: object): Stats | null {
  const fd = fdOf(stream);
  return fd === null ? null : fstatSync(fd);
}

/** Streams of a process have a file descriptor. */
function fdOf(stream: object): number | null {
  return "fd" in stream && typeof stream.fd === "number" ? stream.fd : null;
}

async function confirmBatch(
  { totals, left }: PreparedBatch,
  { limit, despiteRefunds }: BatchInput,
  run: Run,
): Promise<void> {
  const ask = await run.questions();
  const all = rowsText(totals.rows);
  const some = left === null ? `up to ${all}` : `the remaining ${rowsText(left)} of ${totals.rows}`;
  const what = left === totals.rows ? all : some;
  const first = limit === null || limit >= totals.rows ? "" : `, at most ${limit} of them now`;
  const sums = left === totals.rows ? sumsText(totals) : "";
  const despite =
    despiteRefunds && totals.boundByRefunds > 0
      ? `, ${totals.boundByRefunds} of them even if something was refunded on the order before`
      : "";
  if (!(await ask.yes(safe`Refund ${what}${sums}${first}${despite}?`))) throw new Cancelled();
}

/** What all rows come to, where every row says so. */
function sumsText({ stated, unstated, legacy }: Totals): string {
  if (unstated > 0 || legacy > 0) return "";
  return ` (${[...stated.values()].map(moneyText).join(", ")})`;
}

/** Both are looked at before anything is read, and neither may be the other. @throws UsageError */
function claimOutputs(input: BatchInput, spared: readonly ProtectedFile[], { context }: Run) {
  const claim = (
    name: string | null,
    flag: "--output" | "--failed",
    more: ProtectedFile[] = [],
  ) => {
    const path = name === null ? null : fromWorkingFolder(context, name);
    return path === null ? null : claimOutput(path, flag, [...spared, ...more]);
  };
  const output = claim(input.output, "--output");
  const path = input.output === null ? null : fromWorkingFolder(context, input.output);
  const own: ProtectedFile = { path, fd: null, what: "the file of --output" };
  return [output, claim(input.failed, "--failed", path === null ? [] : [own])] as const;
}
