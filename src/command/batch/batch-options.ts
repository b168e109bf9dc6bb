import { Option } from "commander";
import { parseCount } from "../../program/count.ts";
import { LenientOption } from "../../program/lenient-option.ts";
import { options } from "../../program/options.ts";
import {
  collectMap,
  collectTotal,
  parseEncoding,
  parseFingerprint,
  parseRate,
  parseWorkers,
} from "./batch-option-values.ts";

export const batchOptions: readonly Option[] = [
  options.yes,
  options.dryRun,
  new Option("--concurrency <count>", "rows to run at a time").default(4).argParser(parseWorkers),
  new Option("--rate <count>", "rows to start per second, at most").argParser(parseRate),
  new Option("--stop-after <count>", "stop starting rows after this many failures").argParser(
    parseCount,
  ),
  new Option(
    "--output <file>",
    "write row results to this file, not to stdout; into a .csv beside your own columns",
  ),
  new LenientOption(
    "be given again",
    "--expect-total <currency=amount>",
    "refuse a file with another total; repeatable",
  ).argParser(collectTotal),
  new Option("--max-rows <count>", "refuse a file with more rows than this").argParser(parseCount),
  new Option(
    "--resume <batch>",
    "continue this batch; corrected and added rows run, unless they were refunded",
  ),
  new Option(
    "--new-batch",
    "start a separate batch, even if it shares rows with earlier ones",
  ).conflicts("resume"),
  new Option(
    "--encoding <name>",
    "how the file's letters are written, such as windows-1252; default: UTF-8",
  ).argParser(parseEncoding),
  new Option(
    "--decimal <sign>",
    "the decimal sign of the file's amounts; the other one groups thousands",
  ).choices([".", ","]),
  new LenientOption(
    "be given again",
    "--map <column=header>",
    "the file's own name for this column; repeatable",
  ).argParser(collectMap),
  new Option("--ignore-other-columns", "pass over columns that are unknown"),
  new Option(
    "--limit <count>",
    "start at most this many rows; run it again for the rest",
  ).argParser(parseCount),
  new Option(
    "--failed <file>",
    "write the rows that were not accepted to this file, to correct and run again",
  ),
  new Option("--despite-refunds", "refund orders on which something was refunded before, too"),
  new Option(
    "--expect <fingerprint>",
    "refuse any other file than the one with this fingerprint",
  ).argParser(parseFingerprint),
  new Option(
    "--expect-legacy <count>",
    "refuse a file that does not have this many legacy rows",
  ).argParser(parseCount),
  new Option("--sheet <name>", "the workbook's sheet that has the refunds"),
  new Option("--formula-values", "take the saved values of formulas for orders and amounts too"),
  new Option("--include-hidden", "read a sheet's hidden rows and columns too"),
  new Option("--template", "print an example file"),
];
