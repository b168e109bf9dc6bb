import type { OrderNumber } from "../../domain/order-number.ts";
import type { CommonFlags } from "../../flags.ts";
import { nextCommandOf } from "../../render/next-command.ts";

/** For whoever has no terminal to be guided at: what to type instead, for the same account. */
export function nobodyToAsk(orderNumber: OrderNumber | undefined, flags: CommonFlags): string {
  if (orderNumber === undefined) {
    return "Name a command: there is no terminal to ask at.\nSee: refund --help";
  }
  const nextCommand = nextCommandOf(flags);
  const look = nextCommand(`order ${orderNumber}`).text;
  const refund = nextCommand(`total ${orderNumber}`).text;
  return `There is no terminal to ask at. To look at the order: ${look}\nTo refund all of it: ${refund}`;
}
