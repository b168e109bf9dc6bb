import type { ItemWish } from "../../domain/wish.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import { inputOf, type RefundFlags, refundOptions } from "./refund-flags.ts";
import type { RefundOrderInput } from "./refund-order.ts";
import { runRefund } from "./run-refund.ts";

interface PartialFlags extends RefundFlags {
  readonly item?: readonly ItemWish[];
  readonly amount?: string;
}

export const declarePartial: Declare = (command, host) => {
  withOptions(command, [options.item, options.amount, ...refundOptions])
    .description(
      "Refund part of an order through the RPC 6.0 API: lines, pieces of lines, or an amount.",
    )
    .addHelpText(
      "after",
      examples(
        "refund partial 73152871 --item PRO-1Y --reason Other",
        "refund partial 73152871 --item SEAT:1 --item SUPPORT-GOLD --reason Other",
        "refund partial 73152871 --amount 26.00 --reason Other",
      ),
    )
    .action(async (orderNumber: string | undefined, flags: PartialFlags) => {
      const { item = [], amount = null } = flags;
      const open = item.length === 0 && amount === null;
      const wish: RefundOrderInput["wish"] = open
        ? async (seen, ask) => (await import("./choose-lines.ts")).chooseLines(seen, await ask())
        : { kind: "partial", items: item, amount };
      host.done(
        await runRefund(host, { ...inputOf(flags), command: "partial", orderNumber, wish }, flags),
      );
    });
};
