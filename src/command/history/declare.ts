import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import type { HistoryFlags } from "./asked.ts";
import { historyOptions, pruneBefore } from "./history-options.ts";

export const declareHistory: Declare = (history, { context, done, inRun, asks, screens }) => {
  withOptions(history, historyOptions)
    .description(
      "What this tool did, newest first: at a terminal the newest 30, with what was accepted summed up; piped, all of it, separated by tabs. With the name of an attempt or a batch, that one in full.",
    )
    .addHelpText(
      "after",
      examples(
        "refund history 73152871",
        "refund history --since monday --ticket T-4711",
        "refund history --since 2026-11-01 --csv > november.csv",
        "refund history --batches",
      ),
    )
    .action(async (which: string | undefined, flags: HistoryFlags) => {
      const { askedBy } = await import("./asked.ts");
      const { showHistory } = await import("./history.ts");
      const { terminal, now } = context;
      const asked = askedBy(which, flags, { now: now(), terminal: terminal.stdout });
      const shown = await screens(flags);
      const paged = terminal.stdout && !shown.stdout.plain && flags.input !== false;
      done(await inRun(flags, (run) => showHistory(asked, run, { screens: shown, paged })));
    });
  withOptions(history.command("prune"), [pruneBefore, options.yes])
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
      const { pruneHistory } = await import("./prune.ts");
      const { renderPruned } = await import("./render-pruned.ts");
      const count = await inRun(flags, (run) => pruneHistory(before, yes, run));
      done(renderPruned(count, before, flags.json === true));
    });
};
