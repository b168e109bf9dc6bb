import { InvalidArgumentError, Option } from "commander";
import { type ItemWish, parseItemWish } from "../../domain/wish.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { LenientOption } from "../../program/lenient-option.ts";
import { inputOf, type RefundFlags, refundOptions } from "./refund-flags.ts";
import type { RefundOrderInput } from "./refund-order.ts";
import { runRefund } from "./run-refund.ts";

interface PartialFlags extends RefundFlags {
  readonly item?: readonly ItemWish[];
  readonly amount?: string;
}

export const declarePartial: Declare = (command, host) => {
  withOptions(command, [
    new LenientOption(
      "be given again",
      "--item <line[:quantity[:amount]]>",
      "a line by reference or product code; repeatable",
    ).argParser(collectItem),
    new Option("--amount <money>", "an amount such as 26.00, in the order's currency"),
    ...refundOptions,
  ])
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

function collectItem(text: string, earlier: readonly ItemWish[] | undefined): readonly ItemWish[] {
  const item = parseItemWish(text);
  if (item === null)
    throw new InvalidArgumentError("Write it like PRO-1Y, PRO-1Y:1 or PRO-1Y:1:9.90.");
  return [...(earlier ?? []), item];
}
