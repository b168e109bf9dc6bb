import type { Currency } from "../../domain/currency.ts";
import { compareMoney, type Money, moneyText } from "../../domain/money.ts";
import { UsageError } from "../../failure.ts";
import { inTurns, nextTurn } from "./event-loop.ts";
import type { BadRow } from "./bad-row.ts";
import { type ParsedRow, parseRow, type RowRules } from "./parse-row.ts";
import type { InputRecord } from "./input-record.ts";
import type { Row } from "./row.ts";
import { placeText } from "./row-place.ts";
import type { Repetition, Staging } from "./staging.ts";
import { type RowsAbove, totalsRowCause } from "./totals-row.ts";
import { startAdding, statedAmount, type Totals } from "./totals.ts";

/** What somebody approved before, which the file must still be. */
export interface Approval {
  /** The beginning of the file's fingerprint. */
  readonly fingerprint: string | null;
  /** The number of legacy rows, whose amounts only 2Checkout knows. */
  readonly legacy: number | null;
  readonly totals: ReadonlyMap<Currency, Money>;
  readonly maxRows: number | null;
}

export interface CheckRules extends RowRules {
  readonly approval: Approval;
  /** Above it a row needs a total that was approved. */
  readonly ceiling: ReadonlyMap<Currency, Money>;
}

/**
 * Reads a whole file into the staging and checks it by itself, before anything is asked of 2Checkout.
 * @param report is told of every bad row, in the file's order
 * @param stop aborts when nobody wants to know any more
 */
export async function checkFile(
  pages: AsyncIterable<readonly InputRecord[]>,
  rules: CheckRules,
  staging: Staging,
  report: (bad: BadRow) => Promise<void>,
  stop: AbortSignal,
): Promise<Totals> {
  const end = async (): Promise<void> => {
    staging.finish();
    for await (const bad of inTurns(badRows(staging), stop)) await report(bad);
  };
  const totals = await readRows(pages, rules, staging).catch(async (error: unknown) => {
    // A file that cannot be read to its end may have bad rows before that.
    if (error instanceof UsageError && !stop.aborted) await end();
    throw error;
  });
  await end();
  return totals;
}

/** Whether a row repeats an earlier one is only known once all are read, so none is told before. */
async function readRows(
  pages: AsyncIterable<readonly InputRecord[]>,
  rules: CheckRules,
  staging: Staging,
): Promise<Totals> {
  const adding = startAdding();
  let read = 0;
  const above = () => ({ before: read - 1, ...adding.totals() });
  for await (const page of pages) {
    for (const record of page) {
      const { place, fields = {} } = record;
      // What is read may be all there already, and then nothing else would ever have its turn.
      if (++read % rowsPerTurn === 0) await nextTurn();
      const parsed = parseRecord(record, rules, above);
      const row = "row" in parsed ? parsed.row : null;
      const amount = row && statedAmount(row);
      const causes = "row" in parsed ? unapproved(parsed.row, amount, rules) : parsed.causes;
      if (row !== null && causes.length === 0) {
        adding.add(row, amount, place);
        staging.add(place, row, "written" in record ? record.written : []);
      } else {
        staging.reject({ place, code: "row-invalid", causes: causes.map(shortened), row, fields });
      }
    }
  }
  return adding.totals();
}

function* badRows(staging: Staging): Generator<BadRow> {
  const repetitions = staging.repetitions()[Symbol.iterator]();
  let next = repetitions.next();
  for (const { after, bad } of staging.rejected()) {
    for (; next.done !== true && next.value.ordinal <= after; next = repetitions.next()) {
      yield repeatedRow(next.value);
    }
    yield bad;
  }
  for (; next.done !== true; next = repetitions.next()) yield repeatedRow(next.value);
}

function repeatedRow({ place, first, what, name }: Repetition): BadRow {
  const merge = what === "id" ? "each row needs an id of its own" : "merge the two into one row";
  const causes = [`${what} ${name} is already on ${startLower(placeText(first))}; ${merge}`];
  const fields = what === "id" ? { id: name } : what === "order" ? { order: name } : {};
  return { place, code: "row-repeated", causes, row: null, fields };
}

const rowsPerTurn = 500;

function parseRecord(record: InputRecord, rules: RowRules, above: () => RowsAbove): ParsedRow {
  if ("cause" in record) return { causes: [record.cause] };
  const totals = totalsRowCause(record.fields, above);
  return totals === null ? parseRow(record.fields, rules, record.cellOf) : { causes: [totals] };
}

function startLower(text: string): string {
  return text.startsWith("Line") ? `l${text.slice(1)}` : text;
}

/** A value may be as long as a row, and each cause repeats it. */
const longestCause = 2_000;

function shortened(cause: string): string {
  return cause.length > longestCause ? `${cause.slice(0, longestCause)}…` : cause;
}

/** With an approved total every amount must be known ahead, and above the ceiling there must be one. */
function unapproved(
  row: Row,
  amount: Money | null,
  { approval, ceiling }: CheckRules,
): readonly string[] {
  if (amount === null) {
    return row.api === "rpc6" && approval.totals.size > 0
      ? ["with --expect-total every row needs an amount and a currency"]
      : [];
  }
  const most = ceiling.get(amount.currency);
  const above = most !== undefined && compareMoney(amount, most) > 0;
  return above && !approval.totals.has(amount.currency)
    ? [`${moneyText(amount)} is above the ceiling of ${moneyText(most)}; add --expect-total`]
    : [];
}

/** @throws UsageError when the file is not the one that was approved */
export function requireApproved(
  totals: Totals,
  { totals: approved, maxRows, legacy }: Approval,
): void {
  requireLegacyRows(totals.legacy, { expected: legacy, isNeeded: approved.size > 0 });
  if (maxRows !== null && totals.rows > maxRows) {
    throw new UsageError(
      `The file has ${totals.rows} rows, but --max-rows allows ${maxRows}. Nothing was sent.`,
    );
  }
  if (approved.size === 0) return;
  for (const [currency, amount] of totals.stated) {
    const expected = approved.get(currency);
    if (expected === undefined || compareMoney(expected, amount) !== 0) {
      const wanted = expected === undefined ? `nothing about ${currency}` : moneyText(expected);
      throw new UsageError(
        `The rows add up to ${moneyText(amount)}, but --expect-total says ${wanted}. Nothing was sent.`,
      );
    }
  }
  for (const [currency, amount] of approved) {
    if (!totals.stated.has(currency)) {
      throw new UsageError(
        `--expect-total says ${moneyText(amount)}, but no row in the file is in ${currency}. Nothing was sent.`,
      );
    }
  }
}

/** An expected total says nothing of these rows, so their number has to be said beside it. @throws UsageError */
function requireLegacyRows(
  count: number,
  { expected, isNeeded }: { readonly expected: number | null; readonly isNeeded: boolean },
): void {
  if (expected === count || (expected === null && (count === 0 || !isNeeded))) return;
  const rows = count === 1 ? "1 legacy row" : `${count} legacy rows`;
  throw new UsageError(
    expected === null
      ? `The file has ${rows}, whose amounts --expect-total does not cover. Add --expect-legacy ${count} to approve them too. Nothing was sent.`
      : `The file has ${rows}, not ${expected} as --expect-legacy says. Nothing was sent.`,
  );
}

/** @throws UsageError when the file is not the one whose fingerprint was noted */
export function requireFingerprint(fingerprint: string, { fingerprint: approved }: Approval): void {
  if (approved === null || fingerprint.startsWith(approved)) return;
  throw new UsageError(
    `The file's fingerprint is ${fingerprint.slice(0, 12)}, not ${approved} (--expect): it is not the file that was approved. Nothing was sent.`,
  );
}
