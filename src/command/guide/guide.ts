import { Cancelled } from "../../failure.ts";
import type { RefundOutcome } from "../../outcome.ts";
import { chooseWhat } from "./choose-what.ts";
import { renderOrderPicture } from "../order/render.ts";
import { safe } from "../../safe-text.ts";
import { refundOrder } from "../refund/refund-order.ts";
import type { Run } from "../run.ts";

/** One refund that asks for everything. Null if the agent saw the preview and said no. */
export async function guideRefund(run: Run): Promise<RefundOutcome | null> {
  const unsaid = {
    refNo: undefined,
    reason: undefined,
    comment: undefined,
    ticket: undefined,
    again: undefined,
    expectEmail: undefined,
    confirmAmount: undefined,
    yes: false,
    dryRun: false,
    skipChecks: false,
    expectCurrency: undefined,
    row: null,
  };
  try {
    return await refundOrder(
      {
        ...unsaid,
        command: "total",
        wish: (seen) => {
          run.talk.show(safe`\n${renderOrderPicture(seen, run.talk.screen)}\n`);
          return chooseWhat(seen, run);
        },
      },
      run,
    );
  } catch (error) {
    if (error instanceof Cancelled && error.declined) return null;
    throw error;
  }
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
