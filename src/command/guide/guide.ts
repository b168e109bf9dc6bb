import { Cancelled } from "../../failure.ts";
import type { RefundOutcome } from "../../outcome.ts";
import { WentBack } from "../../prompt/went-back.ts";
import type { NextCommand } from "../../render/next-command.ts";
import { safe, type SafeText } from "../../safe-text.ts";
import { renderOrderPicture } from "../order/render.ts";
import { renderVerdict } from "../order/render-verdict.ts";
import { type RefundOrderInput, refundOrder } from "../refund/refund-order.ts";
import type { Run } from "../run.ts";
import { whatToRefund } from "./choose-what.ts";

/** What the command line says of a guided refund; the rest is asked. */
export type GuideInput = Omit<RefundOrderInput, "command" | "wish" | "guide">;

/** How a guided refund ended; `another` and `nothing` without one. */
export type GuideEnd = RefundOutcome | "another" | "nothing";

/** One refund that asks for everything that is not said yet. */
export async function guideRefund(
  input: GuideInput,
  run: Run,
  nextCommand: NextCommand,
): Promise<GuideEnd> {
  const chosen = { isAnother: false };
  const { talk } = run;
  try {
    return await refundOrder(
      {
        ...input,
        command: "total",
        wish: whatToRefund(),
        guide: {
          show: (seen, verdict) => {
            const picture = renderOrderPicture(seen, run.settings.orderPage, talk.screen);
            // Below an order that cannot be refunded, how the refund ends says the same.
            talk.show(
              verdict.refundable === false
                ? safe`\n${picture}`
                : safe`\n${renderVerdict(verdict, talk.screen, nextCommand)}\n\n${picture}\n`,
            );
          },
          afterNo: async () => {
            const next = await askAfterNo(run);
            chosen.isAnother = next === "another";
            if (next === "another" || next === "nothing") throw new Cancelled({ declined: true });
            return next;
          },
        },
      },
      run,
    );
  } catch (error) {
    // From the first question there is: the order was named by the command line.
    if (error instanceof WentBack) return "nothing";
    if (error instanceof Cancelled && error.declined)
      return chosen.isAnother ? "another" : "nothing";
    throw error;
  }
}

async function askAfterNo(run: Run) {
  const ask = await run.questions();
  return ask.choice<"wish" | "reason" | "comment" | "another" | "nothing">(
    safe`Nothing was sent. Change something?`,
    [
      { name: safe`The amount or the lines`, value: "wish" },
      { name: safe`The reason`, value: "reason" },
      { name: safe`The comment`, value: "comment" },
      { name: safe`Another order`, value: "another" },
      { name: safe`Leave`, value: "nothing" },
    ],
  );
}

export function isNotFound({ end }: RefundOutcome): boolean {
  return "error" in end && end.error?.code === "order-not-found";
}

/** What a number may be that is no order's. */
export function notFoundText({ target }: RefundOutcome, nextCommand: NextCommand): SafeText {
  const number = target.api === "rpc6" ? target.orderNumber : target.lineItem;
  return safe`If ${number} is the id of a line item of the old 2Checkout, refund it so:\n  ${nextCommand(`lineitem ${number} --legacy`)}\n\n`;
}

/** Whether the agent wants another one; leaving at this question is a no. */
export async function wantsAnother(run: Run): Promise<boolean> {
  try {
    return await (await run.questions()).yes(safe`Another refund?`);
  } catch (error) {
    if (error instanceof Cancelled) return false;
    throw error;
  }
}
