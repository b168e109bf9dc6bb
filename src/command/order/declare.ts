import type { CommonFlags } from "../../flags.ts";
import { endingOf } from "../../outcome.ts";
import type { EndedRun } from "../../render/failure.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";

// Reads only.
export const declareOrder: Declare = (command, { context, done, inRun, screens }) => {
  withOptions(command, [])
    .addHelpText("after", examples("refund order 73152871"))
    .action(async (orderNumber: string | undefined, flags: CommonFlags) => {
      const { viewOrder } = await import("./view-order.ts");
      const startedAt = context.now();
      const reading = await inRun(flags, (run) => viewOrder(orderNumber, run));
      const json = flags.json === true;
      if (reading.tag === "read") {
        const { renderOrder } = await import("./render.ts");
        done(renderOrder(reading.value, await screens(flags), json));
      } else {
        const { renderEnding } = await import("../../render/failure.ts");
        const ended: EndedRun = {
          command: "order",
          startedAt,
          finishedAt: context.now(),
          json,
          verbose: false,
          screen: (await screens(flags)).stderr,
        };
        done(renderEnding(endingOf(reading.failure), ended));
      }
    });
};
