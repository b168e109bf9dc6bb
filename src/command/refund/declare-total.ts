import { type Declare, examples, withOptions } from "../../program/host.ts";
import { inputOf, type RefundFlags, refundOptions } from "./refund-flags.ts";
import { runRefund } from "./run-refund.ts";

export const declareTotal: Declare = (command, host) => {
  withOptions(command, refundOptions)
    .description("Refund everything that is left on an order, through the RPC 6.0 API.")
    .addHelpText("after", examples("refund total 73152871 --reason Fraud"))
    .action(async (orderNumber: string | undefined, flags: RefundFlags) => {
      const wish = { kind: "total" } as const;
      host.done(
        await runRefund(host, { ...inputOf(flags), command: "total", orderNumber, wish }, flags),
      );
    });
};
