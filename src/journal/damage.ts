import { isDeepStrictEqual } from "node:util";
import { JournalUnavailable } from "../failure.ts";
import type { Attempt } from "./attempt.ts";
import { journalCheck } from "./help.ts";

/** A row that this program did not write so: something else changed it, or the disk did. */
export class DamagedRow extends JournalUnavailable {
  readonly help = journalCheck;
}

/** Whether the database, or what stands in it, is not what was written. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedRow) return true;
  if (!(error instanceof Error) || !("code" in error)) return false;
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(String(error.code));
}

/**
 * After a conflict: the journal's constraints forbid what its rows, as the plan saw them, let through. Either
 * another process wrote in between, or one of the two is not what was written.
 * @throws DamagedRow when nobody wrote
 */
export function requireExplained(planned: readonly Attempt[], now: readonly Attempt[]): void {
  if (!isDeepStrictEqual(planned, now)) return;
  throw new DamagedRow(
    "it keeps this refund from being recorded, and none of its attempts says why",
  );
}
