import { InvalidArgumentError, Option } from "commander";
import { rowOutcomes } from "../../domain/attempt-outcome.ts";
import { parseCount } from "../../program/count.ts";
import { parseDate } from "../../program/date.ts";
import { type NamedTime, parseNamedTime } from "../../program/day.ts";

export const historyOptions: readonly Option[] = [
  new Option(
    "--since <date>",
    "from then on: 2026-11-21 (UTC), or yesterday, monday, 7d (your days)",
  ).argParser(parseDay),
  new Option("--until <date>", "before this day or time, written the same way").argParser(parseDay),
  new Option("--outcome <outcome>", "with this outcome").choices(rowOutcomes),
  new Option("--account <code>", "of this account"),
  new Option("--ticket <text>", "of this ticket"),
  new Option("--limit <count>", "show at most this many, newest first").argParser(parseCount),
  new Option("--all", "all of them, at a terminal too").conflicts("limit"),
  new Option("--csv", "CSV for a spreadsheet").conflicts("json"),
  new Option("--batches", "the batches: who ran which file, and what came of it"),
  new Option("--batch <batch>", "every row of this batch"),
];

/** `history prune` */
export const pruneBefore = new Option("--before <date>", "older than this day (UTC)").argParser(
  parseTime,
);

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
