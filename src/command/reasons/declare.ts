import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

export const declareReasons: Declare = (command, { done, inRun }) => {
  withOptions(command, [options.legacy])
    .description(
      "List the refund reasons from the settings file; 2Checkout does not list them. With --legacy, list the categories of the legacy API.",
    )
    .addHelpText("after", examples("refund reasons", "refund reasons --legacy"))
    .action(async (flags: CommonFlags & { readonly legacy?: boolean }) => {
      const { readReasons } = await import("./reasons.ts");
      const { renderReasons } = await import("./render.ts");
      const reasons = await inRun(flags, (run) =>
        Promise.resolve(readReasons(flags.legacy === true, run)),
      );
      done(renderReasons(reasons, flags.json === true));
    });
};
