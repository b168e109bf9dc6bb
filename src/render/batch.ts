import type { StopCause, Tally } from "../batch/tally.ts";
import { columns } from "../batch/row.ts";
import type { BatchOutcome } from "../command/batch.ts";
import type { PreparedBatch } from "../command/batch-check.ts";
import type { Settings } from "../config/settings.ts";
import { type Money, moneyText } from "../domain/money.ts";
import { batchExitCode } from "./exit-code.ts";
import type { Rendered } from "./rendered.ts";
import { renderTable } from "./table.ts";
import { visible } from "./untrusted.ts";

/** The picture that the user confirms: whose money, how many refunds, how much. */
export function renderBatchPreview(
  { totals, rpc, legacy, earlier, left, unresolved, toRecord }: PreparedBatch,
  dryRun: boolean,
  { sandbox, ...settings }: Settings,
): string {
  const host = (name: string) => (sandbox ? "the STAND-IN (no real money)" : name);
  const kinds = [...totals.kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return `\n${renderTable([
    ["File", visible(toRecord.source)],
    ...(rpc === null
      ? []
      : [["Account", `${visible(rpc.merchantCode)} at ${host(settings.rpc.url.host)}`]]),
    ...(legacy === null
      ? []
      : [["Legacy user", `${visible(legacy.username)} at ${host(settings.legacy.url.host)}`]]),
    ["Rows", `${totals.rows} (${kinds})`],
    ...[...totals.stated.values()].map((amount) => ["Stated", moneyText(amount)]),
    ...(totals.unstated === 0
      ? []
      : [["Not stated", `${totals.unstated} rows: what their orders come to`]]),
    ...(totals.legacy === 0
      ? []
      : [["Legacy", `${totals.legacy} rows: 2Checkout knows the amount`]]),
    ...(earlier === null ? [] : [["Goes on with", `batch ${earlier.id}, ${left} rows left`]]),
    ...(unresolved === 0 ? [] : [["Unknown", `${unresolved} rows, asked about first`]]),
    ...(dryRun ? [["Dry run", "nothing is sent or recorded"]] : []),
  ])}\n`;
}

/** The one line that is redrawn. */
export function renderBar(tally: Tally, elapsedMs: number, width: number): string {
  const share = tally.rows === 0 ? 0 : tally.done / tally.rows;
  const size = 20;
  const full = Math.round(share * size);
  const bar = "█".repeat(full) + "░".repeat(size - full);
  return `${bar} ${renderCounts(tally, elapsedMs)}`.slice(0, Math.max(0, width - 1));
}

/** `120 of 4000: 118 accepted, 1 refused, 1 UNKNOWN; 35/s, 2 min left` */
export function renderCounts(tally: Tally, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? ((tally.done - tally.earlier) * 1000) / elapsedMs : 0;
  const left = perSecond > 0 ? (tally.rows - tally.done) / perSecond : null;
  const pace =
    left === null ? "" : `; ${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s, ${timeText(left)} left`;
  const counts = outcomesText(tally);
  return `${tally.done} of ${tally.rows}${counts && `: ${counts}`}${pace}`;
}

function outcomesText({ outcomes }: Tally): string {
  return [...outcomes]
    .map(([outcome, count]) => `${count} ${outcome === "unknown" ? "UNKNOWN" : outcome}`)
    .join(", ");
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const stopText: Readonly<Record<StopCause, string>> = {
  account: "2Checkout rejected the account, so the batch stopped",
  endpoint: "2Checkout did not answer for several rows one after another, so the batch stopped",
  failures: "the failures that --stop-after allows were reached",
  user: "it was stopped",
  fault: "this program could not go on",
  output: "the results could not be written any more, so the batch stopped",
};

/** The end of a batch, in words on stderr: stdout has the rows. */
export function renderBatchEnd({ batch, tally }: BatchOutcome): Rendered {
  const amounts = [...tally.amounts.values()].map((amount: Money) => moneyText(amount)).join(", ");
  const rest = tally.rows - tally.done;
  const lines = [
    `${tally.done} of ${tally.rows} rows: ${outcomesText(tally) || "none begun"}${amounts && `; ${amounts}`}.`,
    ...(tally.stopped === null ? [] : [`${rest} rows were not begun: ${stopText[tally.stopped]}.`]),
    ...(tally.outcomes.has("unknown")
      ? ["What is unknown is asked about when the batch is run again; or run: refund reconcile"]
      : []),
    ...(batch === null ? [] : [goOnText(batch, tally)]),
  ];
  return { code: batchExitCode(tally), out: "", err: `${lines.join("\n")}\n` };
}

function goOnText(batch: string, { outcomes, rows }: Tally): string {
  const refunded = (outcomes.get("accepted") ?? 0) + (outcomes.get("already-refunded") ?? 0);
  return refunded === rows
    ? `Batch ${batch} is done.`
    : `To go on with batch ${batch}, run it again with the same file: what is refunded is not refunded again.`;
}

/** An example that holds one row of each kind. */
export function renderTemplate(): Rendered {
  const rows = [
    ["total", "73152871", "", "241.49", "USD", "", "Duplicate purchase", "", "", "T-1001", "1"],
    ["partial", "73152878", "", "", "", "SUITE:1", "Other", "", "Sorry!", "T-1002", "2"],
    ["partial", "73152880", "", "5.00", "USD", "", "Other", "", "", "T-1003", "3"],
    ["lineitem", "73152884", "NOTES", "", "", "", "Other", "", "", "T-1004", "4"],
    ["legacy", "", "1234567890", "", "", "", "", "Out of stock", "", "T-1005", "5"],
  ];
  return { code: 0, out: [columns, ...rows].map((row) => `${row.join(",")}\n`).join(""), err: "" };
}
