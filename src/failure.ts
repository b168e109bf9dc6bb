import type { Problem } from "./domain/problem.ts";

/** Stops the run before anything was sent: a flag or value is wrong or missing (exit 2). */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Stops the run before anything was sent: settings or credentials (exit 3). */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code: string;

  constructor(message: string, code = "configuration") {
    super(message);
    this.code = code;
  }
}

/** The user stopped it before anything was sent (exit 130). */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  /** The user saw what would happen and said no, instead of leaving. */
  readonly declined: boolean;

  constructor({ declined = false } = {}) {
    super("Stopped; nothing was sent.");
    this.declined = declined;
  }
}

/** The journal cannot be used, so nothing is sent (exit 1). */
export class JournalUnavailable extends Error {
  override readonly name = "JournalUnavailable";
}

/** It cannot be reached, so the same may work in a moment. */
export class JournalAway extends JournalUnavailable {}

/** The database is not installed for this system, or does not run on it. Its message says all there is to say. */
export class DatabaseMissing extends JournalUnavailable {}

/** A row of a batch is not this process's any more, so nothing is sent for it here. */
export class RowTaken extends Error {
  override readonly name = "RowTaken";

  constructor() {
    super("Another process has the row by now. Nothing was sent for it here.");
  }
}

/** A known outcome that could not be written to the journal now, and will be later. */
export class OutcomeKept extends Error {
  override readonly name = "OutcomeKept";
}

/** What a command found out could not be written to where it was to go (exit 1). */
export class ResultNotWritten extends Error {
  override readonly name = "ResultNotWritten";
}

/** The code in JSON of an error that stopped the run. */
export function problemOf(error: unknown): Problem {
  if (error instanceof UsageError) return { code: "usage", message: error.message };
  if (error instanceof ConfigurationError) return { code: error.code, message: error.message };
  if (error instanceof Cancelled) return { code: "cancelled", message: error.message };
  if (error instanceof JournalUnavailable) {
    return { code: "journal-unavailable", message: error.message };
  }
  if (error instanceof ResultNotWritten) {
    return { code: "result-not-written", message: error.message };
  }
  const words = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `A bug in this program: ${words}` };
}
