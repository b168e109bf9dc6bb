import { InvalidArgumentError, Option } from "commander";
import { parseTimeout, timeoutExpected, type TimeoutMs } from "../timeout.ts";

/** The options that every command takes, each made once. */
export const commonOptions = {
  json: new Option("--json", "print JSON instead of text"),
  sandbox: new Option("--sandbox", "use the built-in stand-in; no real money"),
  profile: new Option("--profile <name>", "a profile from the settings file"),
  config: new Option("--config <file>", "the settings file to use"),
  timeout: new Option(
    "--timeout <seconds>",
    "how long to wait for one answer (default: 60)",
  ).argParser(parseSeconds),
  input: new Option("--no-input", "never ask; a missing value is an error"),
  color: new Option("--no-color", "no colours"),
  verbose: new Option("-v, --verbose", "show the exchange with 2Checkout, secrets left out"),
  quiet: new Option("-q, --quiet", "show only the result"),
} as const;

for (const option of Object.values(commonOptions)) option.helpGroup("Options for all commands:");

function parseSeconds(text: string): TimeoutMs {
  const timeout = parseTimeout(text);
  if (timeout === null) throw new InvalidArgumentError(`Expected ${timeoutExpected}.`);
  return timeout;
}
