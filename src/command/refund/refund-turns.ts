import type { Comment, Reason } from "../../domain/free-text.ts";
import type { Wish } from "../../domain/wish.ts";
import { Cancelled } from "../../failure.ts";
import type { Turn } from "../../prompt/turns.ts";
import { WentBack } from "../../prompt/went-back.ts";
import { chooseComment } from "../comment.ts";
import type { OrderView } from "../order/view-order.ts";
import type { Run } from "../run.ts";
import type { Changeable, OrderedRefund } from "./refund-task.ts";

/** What the agent said so far, on the command line or at a question. */
interface Said {
  readonly wish: Wish | null;
  readonly reason: Reason | null;
  readonly comment: Comment | null;
}

export const nothingSaid: Said = { wish: null, reason: null, comment: null };

const order: readonly Changeable[] = ["wish", "reason", "comment"];

/** What to refund, why, and what the customer reads, in this order. */
export function turnsOf(
  input: OrderedRefund,
  seen: OrderView | null,
  run: Run,
): readonly Turn<Said>[] {
  return [
    async (said, ask) => {
      if (typeof input.wish !== "function") return { ...said, wish: input.wish };
      if (seen === null) throw new Error("Nobody is there to say what to refund.");
      return { ...said, wish: await input.wish(seen, ask) };
    },
    async (said, ask) => ({ ...said, reason: await input.reason(ask) }),
    async (said, ask) => ({ ...said, comment: await chooseComment(input, run, ask) }),
  ];
}

/** All of it, once every turn was taken. */
export function requireSaid({ wish, reason, comment }: Said) {
  if (wish === null || reason === null || comment === null)
    throw new Error("A refund was to be confirmed before everything was said.");
  return { wish, reason, comment };
}

/** Where to go on asking after the confirmation was left. @throws what left it, unless it was Esc or a no */
export async function placeToChange(
  error: unknown,
  { guide }: OrderedRefund,
  last: number | null,
): Promise<number> {
  if (error instanceof WentBack && last !== null) return last;
  if (error instanceof Cancelled && error.declined && guide !== null)
    return order.indexOf(await guide.afterNo());
  throw error;
}
