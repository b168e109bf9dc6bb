import type { CommonFlags } from "../run.ts";
import { parseAttemptId } from "../../domain/pasted.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface ReconcileFlags extends CommonFlags {
  readonly accepted?: boolean;
  readonly notApplied?: boolean;
  readonly yes?: boolean;
}

interface HistoryFlags extends CommonFlags, AttemptFilter {}

// What the journal knows, and how it comes to know more.
export const declareReconcile: Declare = (command, { done, inRun, asks, screens }) => {
  withOptions(command, [options.accepted, options.notApplied, options.yes])
    .description(
      "Settle attempts whose outcome is unknown: ask 2Checkout, settle what there is evidence for, and ask you about the rest. Exit 0 if none is left unresolved, else 7.",
    )
    .addHelpText("after", examples("refund reconcile", "refund reconcile 01K… --not-applied"))
    .action(async (attempt: string | undefined, flags: ReconcileFlags) => {
      const { confirmation, requireAll } = await import("../missing.ts");
      const { reconcile } = await import("../reconcile/reconcile.ts");
      const { renderReconcile } = await import("../reconcile/render.ts");
      const said =
        flags.accepted === true ? "accepted" : flags.notApplied === true ? "not-applied" : null;
      const asked = asks(flags);
      if (said !== null) {
        const unconfirmed = flags.yes !== true && !asked;
        requireAll([attempt === undefined && "the attempt", unconfirmed && confirmation], asked);
      }
      const input = {
        attempt: attempt === undefined ? undefined : parseAttemptId(attempt),
        said,
        yes: flags.yes === true,
      } as const;
      const results = await inRun(flags, (run) => reconcile(input, run));
      done(renderReconcile(results, await screens(flags), flags.json === true));
    });
};

export const declareHistory: Declare = (history, { done, inRun, asks, screens }) => {
  withOptions(history, [
    ...[options.since, options.until, options.outcome, options.account, options.ofTicket],
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
      const { confirmation, missing } = await import("../missing.ts");
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
