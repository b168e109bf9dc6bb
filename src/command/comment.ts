import { type Comment, noText, parseComment } from "../domain/free-text.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { safe, visible } from "../safe-text.ts";
import { requireText, textComplaint } from "./free-text.ts";
import type { Run } from "./run.ts";

/**
 * The comment that the customer reads; may be empty.
 * @param yes whether the confirmation is skipped: then nothing optional is asked for
 * @param ifEmpty what happens without a comment
 */
export async function chooseComment(
  { comment: given, yes }: { readonly comment: Comment | null; readonly yes: boolean },
  run: Run,
  questions: Run["questions"] = run.questions,
  ifEmpty = "optional",
): Promise<Comment> {
  if (given !== null) return given;
  if (yes || !run.talk.asks) return noText;
  const complaint = (text: string) => textComplaint("comment", parseComment(text));
  const ask = await questions();
  const comment = await ask.text(safe`Comment (${ifEmpty}; the customer reads it):`, {
    lines: true,
    check: complaint,
    note: (text) => visible(complaint(text) ?? lengthNote(text)),
  });
  return requireText("comment", parseComment, comment);
}

/** One of the vendor's own plug-ins cuts comments here. */
const shortCommentLength = 150;

function lengthNote({ length }: string): string {
  return length > shortCommentLength
    ? `${length} characters; 2Checkout may cut the comment after ${shortCommentLength}`
    : `${length} of ${shortCommentLength}`;
}

export function commentWarnings(comment: string): readonly Problem[] {
  const message = `2Checkout may cut the comment after ${shortCommentLength} characters.`;
  return comment.length > shortCommentLength ? [problem("comment-long", message)] : [];
}
