import type { Problem } from "../../domain/problem.ts";
import type { RefundRequest } from "../../domain/refund-request.ts";
import type { RefundEnd, RefundOutcome } from "../../outcome.ts";
import type { OrderPosition } from "../plan.ts";
import type { OrderedRefund } from "./refund-task.ts";

/** What a run came to know on its way. */
export interface Reached {
  readonly order: OrderPosition | null;
  readonly request: RefundRequest | null;
  readonly warnings: readonly Problem[];
}

/** @param times in milliseconds since the epoch */
export function orderOutcome(
  { command, orderNumber }: Pick<OrderedRefund, "command" | "orderNumber">,
  end: RefundEnd,
  { order, request, warnings }: Reached,
  times: { readonly startedAt: number; readonly finishedAt: number },
): RefundOutcome {
  return {
    target: { api: "rpc6", command: request?.kind ?? command, orderNumber, order },
    refund: request && {
      kind: request.kind,
      amount: request.amount,
      items: request.items,
      reason: request.reason,
      comment: request.comment,
    },
    end,
    warnings,
    startedAt: times.startedAt,
    finishedAt: times.finishedAt,
  };
}
