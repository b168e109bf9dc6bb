import type { OrderNumber } from "../../domain/order-number.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import type { TypedName } from "../../domain/typed-name.ts";
import { UsageError } from "../../failure.ts";
import type { CommonFlags } from "../../flags.ts";
import { type RowOutcome, settledOutcomes } from "../../domain/attempt-outcome.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import type { NamedTime } from "../../program/day.ts";
import { readName } from "../../program/read-name.ts";
import { nextCommandOf } from "../../render/next-command.ts";

/** How a list is written: for a person at a terminal, for other programs, for a spreadsheet. */
export type Form = "table" | "tabs" | "csv" | "json";

export interface HistoryFlags extends CommonFlags {
  readonly since?: NamedTime;
  readonly until?: NamedTime;
  readonly outcome?: RowOutcome;
  readonly account?: string;
  readonly ticket?: string;
  readonly limit?: number;
  readonly all?: boolean;
  readonly csv?: boolean;
  readonly batches?: boolean;
  readonly batch?: string;
}

/** What somebody wants to read of. */
export interface Asked {
  /** Everything on this order or line item. */
  readonly number: OrderNumber | undefined;
  /** This attempt or batch alone. */
  readonly name: TypedName | undefined;
  readonly what: "attempts" | "batches";
  /** Only the rows of this batch. */
  readonly batch: TypedName | undefined;
  readonly filter: Pick<AttemptFilter, "since" | "until" | "outcome" | "account" | "ticket">;
  /** How many are shown at most. */
  readonly limit: number | undefined;
  readonly form: Form;
}

/** A person reads the newest; all of them are for whoever asks for them, and for programs. */
const shownAtFirst = 30;

/** @throws UsageError where the flags contradict each other */
export function askedBy(
  which: string | undefined,
  flags: HistoryFlags,
  { now, terminal }: { readonly now: number; readonly terminal: boolean },
): Asked {
  const { since, until, outcome, account, ticket, batch, batches = false } = flags;
  if (batches) {
    forbid("--batches lists batches", {
      [`"${which ?? ""}"`]: which,
      "--batch": batch,
      "--outcome": outcome,
      "--account": account,
      "--ticket": ticket,
    });
  }
  if (batch !== undefined) {
    forbid("--batch lists every row of one batch", {
      [`"${which ?? ""}"`]: which,
      "--since": since,
      "--until": until,
      "--account": account,
      "--ticket": ticket,
    });
  }
  if (outcome !== undefined && batch === undefined && !isOfAttempts(outcome)) {
    throw new UsageError(
      `Only rows of a batch end as ${outcome}. Add --batch <batch> to list them.`,
    );
  }
  const form = formOf(flags, terminal);
  // A line item's id looks like an order's number, and may be either here.
  const number = which === undefined ? undefined : (parseOrderNumber(which) ?? undefined);
  const name = which === undefined || number !== undefined ? undefined : readName(which, "history");
  if (name !== undefined) {
    forbid(
      "The name of an attempt or a batch shows only that one, in full",
      {
        "--since": since,
        "--until": until,
        "--outcome": outcome,
        "--account": account,
        "--ticket": ticket,
        "--limit": flags.limit,
        "--all": flags.all,
        "--csv": flags.csv,
      },
      ` The rows of a batch: ${nextCommandOf(flags)("history --batch <batch>").text}`,
    );
  }
  const ofBatch = batch === undefined ? undefined : readName(batch, "--batch");
  return {
    number,
    name,
    what: batches ? "batches" : "attempts",
    batch: ofBatch,
    filter: { since: since?.(now), until: until?.(now), outcome, account, ticket },
    limit: flags.limit ?? (form === "table" && flags.all !== true ? shownAtFirst : undefined),
    form,
  };
}

function formOf({ json, csv }: HistoryFlags, terminal: boolean): Form {
  if (json === true) return "json";
  if (csv === true) return "csv";
  return terminal ? "table" : "tabs";
}

/** `accepted`, for example, as opposed to `blocked`, which only rows are. */
function isOfAttempts(outcome: RowOutcome): boolean {
  return outcome === "unknown" || settledOutcomes.some((each) => each === outcome);
}

function forbid(what: string, given: Readonly<Record<string, unknown>>, advice = ""): void {
  const names = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (names.length > 0)
    throw new UsageError(`${what}; it does not take ${names.join(", ")}.${advice}`);
}
