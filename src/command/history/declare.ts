import type { CommonFlags } from "../../flags.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface HistoryFlags extends CommonFlags, AttemptFilter {}

export const declareHistory: Declare = (history, { done, inRun, asks, screens }) => {
  withOptions(history, [
    options.since,
    options.until,
    options.outcome,
    options.account,
    options.ofTicket,
    options.limit,
  ])
    .description("What this tool did, newest first. With an attempt's id, that attempt in full.")
    .addHelpText("after", examples("refund history 73152871", "refund history --outcome unknown"))
    .action(async (which: string | undefined, flags: HistoryFlags) => {
      const { readHistory } = await import("./history.ts");
      const { renderHistory } = await import("./render.ts");
      const found = await inRun(flags, (run) => readHistory(which, flags, run));
      done(renderHistory(found, (await screens(flags)).stdout, flags.json === true));
    });
  withOptions(history.command("prune"), [options.before, options.yes])
    .summary("delete who made old refunds and why; they still block repeats")
    .description(
      "Delete the comment, reason, ticket, user and host of old settled attempts. The attempts themselves stay: they still block the same refund, and still count. Unresolved attempts are left as they are.",
    )
    .addHelpText("after", examples("refund history prune --before 2024-01-01"))
    .action(async (flags: CommonFlags & { readonly before?: number; readonly yes?: boolean }) => {
      const { before, yes = false } = flags;
      const { confirmation, missing } = await import("../missing-input.ts");
      if (before === undefined) {
        const asked = asks(flags);
        throw missing(["--before <date>", ...(yes || asked ? [] : [confirmation])], asked);
      }
      const { pruneHistory } = await import("./history.ts");
      const { renderPruned } = await import("./render.ts");
      const count = await inRun(flags, (run) => pruneHistory(before, yes, run));
      done(renderPruned(count, before, flags.json === true));
    });
};
