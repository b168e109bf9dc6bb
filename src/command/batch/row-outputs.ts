import { basename } from "node:path";
import type { Screen } from "../../render/screen.ts";
import type { BatchInput } from "./batch-input.ts";
import { quoted } from "../csv-cell.ts";
import { csvLines, resultCells } from "./csv-output.ts";
import { encoderFor } from "./encode.ts";
import { nextTurn } from "./event-loop.ts";
import type { Shape } from "./reading.ts";
import { renderRow, renderSpokenRow } from "./render-row.ts";
import type { Results } from "../results.ts";
import type { RowResult } from "./row-result.ts";
import type { Staging } from "./staging.ts";

/** Everywhere that the results of rows go. */
export interface RowOutputs {
  /** False if the results can no longer be written. */
  readonly add: (ordinal: number, result: RowResult) => Promise<boolean>;
  /** Writes what is in the order of the file's rows, once all have ended. */
  readonly finish: () => Promise<void>;
  /** Why results are missing, in the system's words. */
  readonly broken: () => string | null;
}

export interface OutputsWanted {
  readonly input: BatchInput;
  readonly shape: Shape;
  readonly staging: Staging;
  readonly screen: Screen;
  readonly results: Results;
  /** For the rows that were not accepted. */
  readonly failed: Results | null;
}

/** Results go into a spreadsheet if the file is called so. */
function isSpreadsheet(output: string | null): boolean {
  return output !== null && /\.csv$/i.test(output);
}

/** Whether rows have to be kept as they were written. */
export function needsWritten({ output, failed }: BatchInput): boolean {
  return failed !== null || isSpreadsheet(output);
}

/** To be corrected and run again. What may have been refunded, and what may yet run, is not among them. */
export const outcomesToCorrect: ReadonlySet<RowResult["outcome"]> = new Set([
  "refused",
  "failed",
  "not-sent",
]);

export function rowOutputs(wanted: OutputsWanted): RowOutputs {
  const { input, shape, staging, screen, results, failed } = wanted;
  const inSheet = isSpreadsheet(input.output);
  const source = basename(input.source);
  const isSpoken = input.spoken && input.output === null;
  return {
    add: async (ordinal, result) => {
      if (needsWritten(input)) {
        const cells = inSheet ? resultCells(result, shape.decimal) : [];
        staging.keepResult(ordinal, cells, outcomesToCorrect.has(result.outcome));
      }
      if (inSheet) return true;
      return results.write(isSpoken ? renderSpokenRow(result, screen) : renderRow(result, source));
    },
    finish: async () => {
      if (inSheet) await writeSheet(shape, staging, results);
      if (failed !== null) await writeFailed(shape, staging, failed);
    },
    broken: () => results.broken() ?? failed?.broken() ?? null,
  };
}

async function writeSheet(shape: Shape, staging: Staging, results: Results): Promise<void> {
  const lines = csvLines(shape, { adds: true });
  await results.writeBytes(lines.header());
  for (const { written, cells } of staging.results()) {
    await nextTurn();
    const own = isJson(shape) ? jsonCells(shape, written) : written;
    if (!(await results.writeBytes(lines.row(own, cells)))) return;
  }
}

async function writeFailed(shape: Shape, staging: Staging, failed: Results): Promise<void> {
  const lines = csvLines(shape, { adds: false });
  const encode = encoderFor(shape.encoding);
  if (!isJson(shape)) await failed.writeBytes(lines.header());
  for (const { written, isFailed } of staging.results()) {
    if (!isFailed) continue;
    await nextTurn();
    const bytes = isJson(shape) ? encode(`${written[0] ?? "{}"}\n`) : lines.row(written, null);
    if (!(await failed.writeBytes(bytes))) return;
  }
}

function isJson({ format }: Shape): boolean {
  return format === "json" || format === "ndjson";
}

/** The values of an object under the keys that objects of the file have. */
function jsonCells(
  { header, delimiter }: Shape,
  [text = "{}"]: readonly string[],
): readonly string[] {
  const object = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return header.map((key) => {
    const value = object[key];
    if (value === undefined || value === null) return "";
    return quoted(typeof value === "string" ? value : JSON.stringify(value), delimiter);
  });
}
