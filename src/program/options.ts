import { Option } from "commander";
import { LenientOption } from "./lenient-option.ts";
import {
  collect,
  collectItem,
  collectMap,
  collectTotal,
  parseCount,
  parseDay,
  parseEncoding,
  parseFingerprint,
  parsePort,
  parseRate,
  parseTime,
  parseWait,
  parseWorkers,
} from "./option-values.ts";

/** How an attempt in the journal may have ended; `unknown` means not settled yet. */
const historyOutcomes = [
  "accepted",
  "already-refunded",
  "refused",
  "not-sent",
  "not-applied",
  "withdrawn",
  "unknown",
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
  paidOut: new Option("--paid-out", "a person saw that the refund was paid out").conflicts([
    "accepted",
    "notApplied",
    "withdrawn",
  ]),
  web: new Option("--web", "open the order in the control panel, in your browser (orderPage)"),
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
  resume: new Option(
    "--resume <batch>",
    "continue this batch; corrected and added rows run, unless they were refunded",
  ),
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
