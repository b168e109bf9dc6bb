import type { Command } from "commander";
import { didYouMean } from "../../domain/nearest.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import { UsageError } from "../../failure.ts";
import { namesBelow } from "../../program/host.ts";

/**
 * The order number in the words after `refund`, if there are any.
 * @param program names the commands that a word may have been meant as
 * @throws UsageError
 */
export function numberGiven(words: readonly string[], program: Command): OrderNumber | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  const orderNumber = parseOrderNumber(words.join(" "));
  if (orderNumber === null) throw new UsageError(unknownCommand(first, program));
  return orderNumber;
}

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
