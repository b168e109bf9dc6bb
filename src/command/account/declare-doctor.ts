import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";

export const declareDoctor: Declare = (command, { context, done, screens }) => {
  withOptions(command, [])
    .description(
      "Check everything that a refund needs. Moves no money. Exit 3 when something is wrong.",
    )
    .addHelpText("after", examples("refund doctor", "refund doctor --json"))
    .action(async (flags: CommonFlags) => {
      const { examine } = await import("./doctor.ts");
      const { renderDoctor } = await import("./render-doctor.ts");
      const checks = await examine(context, flags);
      done(renderDoctor(checks, (await screens(flags)).stdout, flags.json === true));
    });
};
