import type { Command, Option } from "commander";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../domain/nearest.ts";
import { nothing } from "../../safe-text.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { type Declare, namesBelow, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import type { GuideFlags } from "./guide-all.ts";

/** What `refund <refno>` takes beside the common options; nothing that a guided refund asks in its own way. */
const guideOptions: readonly Option[] = [
  options.reason,
  options.comment,
  options.ticket,
  options.dryRun,
  options.expectEmail,
];

/**
 * `refund <refno>` and `refund` alone: at a terminal one guided refund after another, else an error that points
 * to the commands that ask nothing.
 */
export const declareGuide: Declare = (program, host) => {
  withOptions(program, guideOptions)
    .usage("[refno] [options] | <command>")
    .argument("[words...]")
    .action(async (words: readonly string[], flags: GuideFlags) => {
      const orderNumber = words.length === 0 ? undefined : parseOrderNumber(words.join(" "));
      if (orderNumber === null) throw new UsageError(unknownCommand(words[0] ?? "", program));
      if (flags.json === true) throw new UsageError("--json needs a command. See: refund --help");
      if (!host.asks(flags)) throw new UsageError(nobodyToAsk(orderNumber));
      const { guideAll } = await import("./guide-all.ts");
      host.done({ code: await guideAll(orderNumber, flags, host), out: nothing, err: nothing });
    });
};

function nobodyToAsk(orderNumber: OrderNumber | undefined): string {
  return orderNumber === undefined
    ? "Name a command: there is no terminal to ask at.\nSee: refund --help"
    : `There is no terminal to ask at. To look at the order: refund order ${orderNumber}\nTo refund all of it: refund total ${orderNumber}`;
}

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
