import { UsageError } from "../../failure.ts";
import type { CommonFlags } from "../../flags.ts";
import { endingOf } from "../../outcome.ts";
import type { EndedRun } from "../../render/failure.ts";
import { options } from "../../program/options.ts";
import { type Declare, examples, nothingMore, withOptions } from "../../program/host.ts";

interface OrderFlags extends CommonFlags {
  readonly web?: boolean;
}

// Reads only.
export const declareOrder: Declare = (command, { context, done, inRun, screens }) => {
  withOptions(command, [options.web])
    .description(
      "Show an order: whether it can be refunded, its lines, what was refunded and what is left, and this journal's attempts on it. Reads only.",
    )
    .addHelpText("after", examples("refund order 73152871", "refund order 73152871 --web"))
    .action(async (orderNumber: string | undefined, flags: OrderFlags) => {
      if (flags.web === true) {
        if (flags.json === true)
          throw new UsageError("--web opens a page; --json has nothing to print.");
        const { openOrderPage } = await import("./open-order-page.ts");
        await inRun(flags, (run) => openOrderPage(orderNumber, run));
        done(nothingMore);
        return;
      }
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
