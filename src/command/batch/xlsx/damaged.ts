import { UsageError } from "../../../failure.ts";

/** A workbook that cannot be read, whatever a spreadsheet would make of it. */
export function damaged(why: string, cause?: unknown): UsageError {
  return new UsageError(
    `The workbook cannot be read: ${why}. Open it in a spreadsheet, save it again as .xlsx, and run that. Nothing was sent.`,
    { cause },
  );
}
