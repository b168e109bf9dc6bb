import type { Command } from "commander";
import { didYouMean } from "../../domain/nearest.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import { UsageError } from "../../failure.ts";
import type { CommonFlags } from "../../flags.ts";
import { namesBelow } from "../../program/host.ts";
import { choosingFlags } from "../../render/next-command.ts";

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

/** What to type instead, for the same account. */
export function nobodyToAsk(orderNumber: OrderNumber | undefined, flags: CommonFlags): string {
  const chosen = choosingFlags(flags);
  return orderNumber === undefined
    ? "Name a command: there is no terminal to ask at.\nSee: refund --help"
    : `There is no terminal to ask at. To look at the order: refund order ${orderNumber}${chosen}\nTo refund all of it: refund total ${orderNumber}${chosen}`;
}

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
