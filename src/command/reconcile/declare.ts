import { parseAttemptId } from "../../domain/pasted.ts";
import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface ReconcileFlags extends CommonFlags {
  readonly accepted?: boolean;
  readonly notApplied?: boolean;
  readonly yes?: boolean;
}

export const declareReconcile: Declare = (command, { done, inRun, asks, screens }) => {
  withOptions(command, [options.accepted, options.notApplied, options.yes])
    .description(
      "Settle attempts whose outcome is unknown: ask 2Checkout, settle what there is evidence for, and ask you about the rest. Exit 0 if none is left unresolved, else 7.",
    )
    .addHelpText("after", examples("refund reconcile", "refund reconcile 01K… --not-applied"))
    .action(async (attempt: string | undefined, flags: ReconcileFlags) => {
      const { confirmation, requireAll } = await import("../missing.ts");
      const { reconcile } = await import("./reconcile.ts");
      const { renderReconcile } = await import("./render.ts");
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
