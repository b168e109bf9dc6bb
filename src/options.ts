import { InvalidArgumentError, Option } from "commander";
import { parseDate } from "./date.ts";
import { type ItemWish, parseItemWish } from "./domain/wish.ts";

/** How an attempt in the journal may have ended; `unknown` is not yet. */
const historyOutcomes = [
  ...["accepted", "already-refunded", "refused", "not-sent", "not-applied", "unknown"],
];

/** Every option, declared once with its help text and parser. Commands pick from here. */
export const options = {
  reason: () => withText("--reason <text>", "the refund reason, as configured on the account"),
  category: () => withText("--category <id or name>", "with --legacy: the refund category"),
  comment: () => withText("--comment <text>", "a comment; the customer reads it"),
  ticket: () => withText("--ticket <text>", "a ticket number, kept in the journal only"),
  stdin: () => new Option("--stdin", "read two lines: the name, then the secret"),
  order: () => withText("--order <refno>", "the order that the line is on"),
  legacy: () => new Option("--legacy", "use the legacy REST API; <line> is a line item id"),
  item: () =>
    new Option(
      "--item <line[:quantity[:amount]]>",
      "a line by reference or product code; repeatable",
    ).argParser(collectItem),
  amount: () => withText("--amount <money>", "an amount such as 26.00, in the order's currency"),
  yes: () => new Option("-y, --yes", "confirm ahead"),
  dryRun: () => new Option("--dry-run", "read, check and show the request; send nothing"),
  again: () => withText("--again <attempt>", "repeat this accepted attempt on purpose, once"),
  expectEmail: () =>
    withText("--expect-email <address>", "refuse when the customer is someone else"),
  confirmAmount: () =>
    withText("--confirm-amount <money>", "refuse when the refund is not exactly this amount"),
  skipChecks: () =>
    new Option("--skip-checks", "only warn where checks made here would refuse; 2Checkout decides"),
  accepted: () => new Option("--accepted", "a person saw the refund in the control panel"),
  notApplied: () =>
    new Option("--not-applied", "a person saw that there is no such refund").conflicts("accepted"),
  since: () => new Option("--since <date>", "from this day or time on (UTC)").argParser(parseTime),
  until: () => new Option("--until <date>", "before this day or time (UTC)").argParser(parseTime),
  before: () => new Option("--before <date>", "older than this day (UTC)").argParser(parseTime),
  outcome: () => new Option("--outcome <outcome>", "with this outcome").choices(historyOutcomes),
  account: () => withText("--account <code>", "of this account"),
  ofTicket: () => withText("--ticket <text>", "of this ticket"),
  limit: () => new Option("--limit <count>", "at most so many").argParser(parseCount),
  json: () => new Option("--json", "print one JSON document"),
  sandbox: () => new Option("--sandbox", "use the built-in stand-in; no real money"),
  profile: () => withText("--profile <name>", "a profile of the settings file"),
  config: () => withText("--config <file>", "the settings file to use"),
  timeout: () =>
    new Option("--timeout <seconds>", "how long to wait for one answer (default: 60)").argParser(
      parseSeconds,
    ),
  input: () => new Option("--no-input", "never ask; a missing value is an error"),
  color: () => new Option("--no-color", "no colours"),
  verbose: () => new Option("-v, --verbose", "show the exchange with 2Checkout, secrets left out"),
  quiet: () => new Option("-q, --quiet", "show the result only"),
  port: () => new Option("--port <number>", "serve on this port").argParser(parsePort),
  fault: () =>
    new Option("--fault <kind[:method[:times]]>", "misbehave; repeatable").argParser(collect),
} as const;

/** An option with a value. One that looks like a flag is a flag whose value was forgotten. */
function withText(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => {
    if (text.startsWith("--")) throw new InvalidArgumentError("Its value is missing.");
    return text;
  });
}

function collect(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), text];
}

function collectItem(text: string, earlier: readonly ItemWish[] | undefined): readonly ItemWish[] {
  const item = parseItemWish(text);
  if (item === null)
    throw new InvalidArgumentError("Write it like PRO-1Y, PRO-1Y:1 or PRO-1Y:1:9.90.");
  return [...(earlier ?? []), item];
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new InvalidArgumentError("It is a number of seconds above 0 and at most 3600.");
  }
  return seconds;
}

function parseTime(text: string): number {
  const time = parseDate(text);
  if (time === null) throw new InvalidArgumentError("Write it like 2026-11-21.");
  return time;
}

function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("It is a number above 0.");
  return Number(text);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("It is a port number.");
  }
  return port;
}
