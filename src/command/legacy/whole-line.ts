import type { Attempt } from "../../journal/attempt.ts";
import { blockedBy } from "../../journal/guard.ts";
import type { AttemptError } from "../../outcome.ts";
import type { ChosenLineItem } from "./line-item-task.ts";

/** A line item can only be refunded whole, so any two refunds of it are the same. */
export const wholeLine = "whole line item";

/**
 * What in the journal forbids a refund of a line item; null lets it pass.
 * @param attempts all on the line item, newest first
 */
export function lineItemBlock(
  attempts: readonly Attempt[],
  { again }: Pick<ChosenLineItem, "again">,
): AttemptError | null {
  return blockedBy(attempts, { kind: "lineitem", sameness: wholeLine, again: again ?? null });
}
