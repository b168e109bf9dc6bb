import { type BadText, type Comment, noText, parseComment } from "../../domain/free-text.ts";
import type { Category } from "./categories.ts";

const longestComment = 5_000;

/**
 * The comment that `refund_lineitem` is sent: it needs one, so without one it is the category's name. Otherwise
 * what is wrong with it, in words that fit after "The comment".
 * @param category null when it is not known, because it is wrong too
 */
export function lineItemComment(given: Comment, category: Category | null): Comment | BadText {
  const comment = given === noText && category !== null ? parseComment(category.name) : given;
  if (typeof comment !== "string") return comment;
  const reasons = [
    comment.length > longestComment && `is longer than ${longestComment} characters`,
    /[<>]/.test(comment) && "must not contain < or >",
  ].filter((reason) => reason !== false);
  return reasons.length === 0 ? comment : { reason: reasons.join(" and "), misread: false };
}
