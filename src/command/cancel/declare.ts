import { Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import { readName } from "../../program/read-name.ts";

interface CancelFlags extends CommonFlags {
  readonly attempt?: string;
  readonly ticket?: string;
  readonly expectEmail?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export const declareCancel: Declare = (command, { done, inRun, screens }) => {
  withOptions(command, [
    new Option("--attempt <attempt>", "which refund is meant, where several wait"),
    options.ticket,
    options.expectEmail,
    options.yes,
    options.dryRun,
  ])
    .description(
      "Cancel a refund that 2Checkout has accepted and not yet paid out, through the RPC 6.0 API. 2Checkout is told the order, not the refund: it cancels the one that is pending, and declines a request of the customer's.",
    )
    .addHelpText("after", examples("refund cancel 73152871"))
    .action(async (orderNumber: string | undefined, flags: CancelFlags) => {
      const { cancelRefund } = await import("./cancel-refund.ts");
      // Loaded before anything is sent: afterwards no fault in loading may hide what came of it.
      const { renderCancellation } = await import("./render.ts");
      const both = await screens(flags);
      const input = {
        orderNumber,
        attempt: flags.attempt === undefined ? undefined : readName(flags.attempt, "--attempt"),
        ticket: flags.ticket,
        expectEmail: flags.expectEmail,
        yes: flags.yes === true,
        dryRun: flags.dryRun === true,
      };
      const outcome = await inRun(flags, (run) => cancelRefund(input, run));
      done(renderCancellation(outcome, both, flags.json === true));
    });
};
