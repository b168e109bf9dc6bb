import { parseAttemptId } from "../../domain/pasted.ts";
import { UsageError } from "../../failure.ts";
import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import type { Word } from "./ask-person.ts";

interface ReconcileFlags extends CommonFlags {
  readonly accepted?: boolean;
  readonly notApplied?: boolean;
  readonly withdrawn?: boolean;
  readonly wait?: number;
  readonly yes?: boolean;
}

export const declareReconcile: Declare = (command, { done, inRun, asks, screens }) => {
  withOptions(command, [
    options.accepted,
    options.notApplied,
    options.withdrawn,
    options.wait,
    options.yes,
  ])
    .description(
      "Settle attempts whose outcome is unknown: ask 2Checkout, settle what there is evidence for, and ask you about the rest. Exit 0 if none is left unresolved, else 7.",
    )
    .addHelpText(
      "after",
      examples(
        "refund reconcile",
        "refund reconcile 01K… --not-applied",
        "refund reconcile --wait 600",
      ),
    )
    .action(async (attempt: string | undefined, flags: ReconcileFlags) => {
      const { confirmation, requireAll } = await import("../missing-input.ts");
      const { reconcile } = await import("./reconcile.ts");
      const { renderReconcile } = await import("./render.ts");
      const said = wordOf(flags);
      if (said !== null && flags.wait !== undefined) {
        throw new UsageError(
          `--wait looks at 2Checkout; --${said} is a person's word. Use one of them.`,
        );
      }
      const asked = asks(flags);
      if (said !== null) {
        const unconfirmed = flags.yes !== true && !asked;
        requireAll([attempt === undefined && "the attempt", unconfirmed && confirmation], asked);
      }
      const input = {
        attempt: attempt === undefined ? undefined : parseAttemptId(attempt),
        said,
        yes: flags.yes === true,
        waitMs: flags.wait === undefined ? null : flags.wait * 1_000,
      };
      const results = await inRun(flags, (run) => reconcile(input, run));
      done(renderReconcile(results, await screens(flags), flags.json === true));
    });
};

function wordOf({ accepted, notApplied, withdrawn }: ReconcileFlags): Word | null {
  if (accepted === true) return "accepted";
  if (notApplied === true) return "not-applied";
  return withdrawn === true ? "withdrawn" : null;
}
