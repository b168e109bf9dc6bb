import { Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";

interface StatusFlags extends CommonFlags {
  readonly all?: boolean;
  readonly refresh?: boolean;
}

export const declareStatus: Declare = (command, { done, inRun, screens }) => {
  withOptions(command, [
    new Option("--refresh", "ask 2Checkout what was paid out meanwhile"),
    new Option("--all", "show accepted refunds that are older than 60 days, too"),
  ])
    .description(
      "Show what waits for somebody: attempts without a known outcome, accepted refunds that were not seen paid out (of the last 60 days), and unfinished batches. Exit 0 whatever waits.",
    )
    .addHelpText("after", examples("refund status", "refund status --refresh"))
    .action(async (flags: StatusFlags) => {
      const { readStatus } = await import("./status.ts");
      const { ordersAtATime } = await import("../reconcile/orders-ahead.ts");
      const { renderStatus } = await import("./render.ts");
      const input = { all: flags.all === true, refresh: flags.refresh === true };
      const several = { ...flags, concurrency: ordersAtATime };
      const status = await inRun(several, (run) => readStatus(input, run));
      done(renderStatus(status, await screens(flags), flags.json === true));
    });
};
