import type { Option } from "commander";
import { UsageError } from "../../failure.ts";
import { nothing } from "../../safe-text.ts";
import { type Declare, withOptions } from "../../program/host.ts";
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
      // Loaded here: help, which comes by this way, too, needs none of it.
      const { numberGiven } = await import("./number-given.ts");
      const orderNumber = numberGiven(words, program);
      if (flags.json === true) throw new UsageError("--json needs a command. See: refund --help");
      if (!host.asks(flags)) {
        const { nobodyToAsk } = await import("./nobody-to-ask.ts");
        throw new UsageError(nobodyToAsk(orderNumber, flags));
      }
      const { guideAll } = await import("./guide-all.ts");
      host.done({ code: await guideAll(orderNumber, flags, host), out: nothing, err: nothing });
    });
};
