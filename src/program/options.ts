import { InvalidArgumentError, Option } from "commander";
import { parseDate } from "./date.ts";
import { type NamedTime, parseNamedTime } from "./day.ts";
import { type Currency, parseCurrency } from "../domain/currency.ts";
import { type Money, parseAmount } from "../domain/money.ts";
import { type ItemWish, parseItemWish } from "../domain/wish.ts";
import { type Column, columns, parseColumn } from "../domain/row-columns.ts";
import { didYouMean } from "../nearest.ts";
import { LenientOption } from "./lenient-option.ts";

/** How an attempt in the journal may have ended; `unknown` means not settled yet. */
const historyOutcomes = [
  ...["accepted", "already-refunded", "refused", "not-sent", "not-applied", "withdrawn", "unknown"],
];

/** The options of single commands, each made once, with its help text and parser. */
export const options = {
  reason: new Option("--reason <text>", "the refund reason, as configured on the account"),
  category: new Option("--category <id or name>", "with --legacy: the refund category"),
  comment: new LenientOption("be empty", "--comment <text>", "a comment; the customer reads it"),
  ticket: new Option("--ticket <text>", "a ticket number, kept in the journal only"),
  stdin: new Option("--stdin", "read two lines: the name, then the secret"),
  order: new Option("--order <refno>", "the order that the line is on"),
  legacy: new Option("--legacy", "use the legacy REST API"),
  item: new LenientOption(
    "be given again",
    "--item <line[:quantity[:amount]]>",
    "a line by reference or product code; repeatable",
  ).argParser(collectItem),
  amount: new Option("--amount <money>", "an amount such as 26.00, in the order's currency"),
  yes: new Option("-y, --yes", "skip the confirmation"),
  dryRun: new Option("--dry-run", "read, check and show the request; send nothing"),
  attempt: new Option("--attempt <attempt>", "which refund is meant, where several wait"),
  again: new Option("--again <attempt>", "repeat this accepted attempt on purpose, once"),
  expectEmail: new Option("--expect-email <address>", "refuse when the customer is someone else"),
  confirmAmount: new Option(
    "--confirm-amount <money>",
    "refuse when the refund is not exactly this amount",
  ),
  skipChecks: new Option(
    "--skip-checks",
    "only warn where local checks would refuse; 2Checkout decides",
  ),
  accepted: new Option("--accepted", "a person saw the refund in the control panel"),
  notApplied: new Option("--not-applied", "a person saw that there is no such refund").conflicts(
    "accepted",
  ),
  withdrawn: new Option(
    "--withdrawn",
    "a person saw that the refund was cancelled or declined",
  ).conflicts(["accepted", "notApplied"]),
  refresh: new Option("--refresh", "ask 2Checkout what was paid out meanwhile"),
  all: new Option("--all", "all of them, however old"),
  wait: new Option(
    "--wait <seconds>",
    "look again until all is settled, for so long at most (1 to 86400)",
  ).argParser(parseWait),
  sale: new Option(
    "--sale <sale-id>",
    "with --legacy: the sale of the line item, to be read first",
  ),
  acceptJournal: new Option("--accept", "use the journal as it is, although some of it is missing"),
  agentsRole: new Option("--role <name>", "the database role that agents have").default(
    "refund_agents",
  ),
  printSql: new Option("--print-sql", "print the SQL for somebody else to run; change nothing"),
  since: new Option(
    "--since <date>",
    "from then on: 2026-11-21 (UTC), or yesterday, monday, 7d (your days)",
  ).argParser(parseDay),
  until: new Option("--until <date>", "before then, written alike").argParser(parseDay),
  before: new Option("--before <date>", "older than this day (UTC)").argParser(parseTime),
  outcome: new Option("--outcome <outcome>", "with this outcome").choices(historyOutcomes),
  account: new Option("--account <code>", "of this account"),
  ofTicket: new Option("--ticket <text>", "of this ticket"),
  limit: new Option("--limit <count>", "the newest, so many of them").argParser(parseCount),
  allAttempts: new Option("--all", "all of them, at a terminal too").conflicts("limit"),
  csv: new Option("--csv", "CSV for a spreadsheet").conflicts("json"),
  batches: new Option("--batches", "the batches: who ran which file, and what came of it"),
  ofBatch: new Option("--batch <batch>", "every row of this batch"),
  concurrency: new Option("--concurrency <count>", "rows to run at a time")
    .default(4)
    .argParser(parseWorkers),
  rate: new Option("--rate <count>", "rows to start per second, at most").argParser(parseRate),
  stopAfter: new Option(
    "--stop-after <count>",
    "stop starting rows after this many failures",
  ).argParser(parseCount),
  output: new Option(
    "--output <file>",
    "write row results to this file, not to stdout; into a .csv beside your own columns",
  ),
  encoding: new Option(
    "--encoding <name>",
    "how the file's letters are written, such as windows-1252; default: UTF-8",
  ).argParser(parseEncoding),
  decimal: new Option(
    "--decimal <sign>",
    "the decimal sign of the file's amounts; the other one groups thousands",
  ).choices([".", ","]),
  map: new LenientOption(
    "be given again",
    "--map <column=header>",
    "the file calls this column so; repeatable",
  ).argParser(collectMap),
  ignoreOtherColumns: new Option("--ignore-other-columns", "pass over columns that are unknown"),
  failed: new Option(
    "--failed <file>",
    "write the rows that were not accepted to this file, to correct and run again",
  ),
  limitRows: new Option(
    "--limit <count>",
    "start at most this many rows; run it again for the rest",
  ).argParser(parseCount),
  despiteRefunds: new Option(
    "--despite-refunds",
    "refund orders on which something was refunded before, too",
  ),
  expect: new Option(
    "--expect <fingerprint>",
    "refuse any other file than the one with this fingerprint",
  ).argParser(parseFingerprint),
  expectLegacy: new Option(
    "--expect-legacy <count>",
    "refuse a file that does not have this many legacy rows",
  ).argParser(parseCount),
  sheet: new Option("--sheet <name>", "the workbook's sheet that has the refunds"),
  formulaValues: new Option(
    "--formula-values",
    "take the saved values of formulas for orders and amounts too",
  ),
  includeHidden: new Option("--include-hidden", "read a sheet's hidden rows and columns too"),
  template: new Option("--template", "print an example file"),
  expectTotal: new LenientOption(
    "be given again",
    "--expect-total <currency=amount>",
    "refuse a file with another total; repeatable",
  ).argParser(collectTotal),
  maxRows: new Option("--max-rows <count>", "refuse a file with more rows than this").argParser(
    parseCount,
  ),
  resume: new Option("--resume <batch>", "continue this batch; changed rows are refused"),
  newBatch: new Option(
    "--new-batch",
    "start a separate batch, even if it shares rows with earlier ones",
  ).conflicts("resume"),
  port: new Option("--port <number>", "serve on this port").argParser(parsePort),
  fault: new LenientOption(
    "be given again",
    "--fault <kind[:method[:times]]>",
    "a fault to simulate; repeatable",
  ).argParser(collect),
} as const;

function collect(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), text];
}

function collectItem(text: string, earlier: readonly ItemWish[] | undefined): readonly ItemWish[] {
  const item = parseItemWish(text);
  if (item === null)
    throw new InvalidArgumentError("Write it like PRO-1Y, PRO-1Y:1 or PRO-1Y:1:9.90.");
  return [...(earlier ?? []), item];
}

function collectTotal(
  text: string,
  earlier: ReadonlyMap<Currency, Money> | undefined,
): ReadonlyMap<Currency, Money> {
  const [code, amount, ...rest] = text.split("=");
  const currency = parseCurrency(code);
  const money = currency && parseAmount(amount ?? "", currency);
  if (money === null || "reason" in money || rest.length > 0) {
    throw new InvalidArgumentError("Write it like USD=1234.50.");
  }
  if (earlier?.has(money.currency) === true) {
    throw new InvalidArgumentError(`${money.currency} is given twice.`);
  }
  return new Map([...(earlier ?? []), [money.currency, money]]);
}

function collectMap(
  text: string,
  earlier: ReadonlyMap<Column, string> | undefined,
): ReadonlyMap<Column, string> {
  const [name = "", ...rest] = text.split("=");
  const column = parseColumn(name);
  const header = rest.join("=").trim();
  if (column === null) {
    throw new InvalidArgumentError(
      `"${name}" is no column; there are ${columns.join(", ")}.${didYouMean(name, columns)}`,
    );
  }
  if (header === "") throw new InvalidArgumentError('Write it like order="Order Number".');
  if (earlier?.has(column) === true) throw new InvalidArgumentError(`${column} is given twice.`);
  const other = [...(earlier ?? [])].find(([, each]) => each === header)?.[0];
  if (other !== undefined) {
    throw new InvalidArgumentError(`"${header}" cannot be both ${other} and ${column}.`);
  }
  return new Map([...(earlier ?? []), [column, header]]);
}

/** The first 12 characters tell files apart. */
function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{12,64}$/i.test(text)) {
    throw new InvalidArgumentError("It is at least 12 hex characters, as the check shows it.");
  }
  return text.toLowerCase();
}

/** In the one spelling that each encoding has. */
function parseEncoding(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError(
      "There is no such encoding. Use one such as windows-1252, windows-1250, utf-16le or shift_jis.",
    );
  }
}

function parseTime(text: string): number {
  const time = parseDate(text);
  if (time === null) {
    throw new InvalidArgumentError("There is no such day or time. Write it like 2026-11-21.");
  }
  return time;
}

function parseDay(text: string): NamedTime {
  const time = parseNamedTime(text);
  if (time === null) {
    throw new InvalidArgumentError(
      "There is no such day or time. Write it like 2026-11-21, yesterday, monday or 7d.",
    );
  }
  return time;
}

function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("Use a number above 0.");
  return Number(text);
}

function parseWorkers(text: string): number {
  const count = parseCount(text);
  if (count > 64) throw new InvalidArgumentError("The maximum is 64.");
  return count;
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 10_000))
    throw new InvalidArgumentError("Use a number above 0, at most 10000.");
  return rate;
}

function parseWait(text: string): number {
  const seconds = Number(text);
  if (!/^[0-9]+$/.test(text) || seconds < 1 || seconds > 86_400) {
    throw new InvalidArgumentError("It is a number of seconds from 1 to 86400.");
  }
  return seconds;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("Use a port number from 0 to 65535.");
  }
  return port;
}
