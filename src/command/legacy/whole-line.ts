import type { Attempt } from "../../journal/attempt.ts";
import { type Forbidden, forbiddenBy } from "../../journal/guard.ts";
import { blocked, type Ending, failedBy } from "../../outcome.ts";
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
): Forbidden | null {
  return forbiddenBy(attempts, { kind: "lineitem", sameness: wholeLine, again: again ?? null });
}

export function forbiddenEnd({ tag, error }: Forbidden): Ending {
  return tag === "blocked" ? blocked(error) : failedBy("usage", error);
}
