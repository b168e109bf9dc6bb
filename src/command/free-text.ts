import { type BadText, parseComment, parseTicket } from "../domain/free-text.ts";
import { UsageError } from "../failure.ts";

type Parse<T> = (text: string) => T | BadText;

/** What is wrong with a text written at this terminal; null if nothing is. */
export function textComplaint(name: string, parsed: string | BadText): string | null {
  if (typeof parsed === "string") return null;
  const { reason, misread } = parsed;
  return misread
    ? `The ${name} ${reason} in this terminal. Set the terminal and its locale to UTF-8.`
    : `The ${name} ${reason}. Remove it: it would be stored.`;
}

/** @throws UsageError */
export function requireText<T extends string>(name: string, parse: Parse<T>, text: string): T {
  const parsed = parse(text);
  if (typeof parsed === "string") return parsed;
  throw new UsageError(textComplaint(name, parsed) ?? "");
}

/** The texts on the command line, checked before anything is asked or read. @throws UsageError */
export function statedTexts({
  comment,
  ticket,
}: {
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
}) {
  return {
    comment: comment === undefined ? null : requireText("comment", parseComment, comment),
    ticket: ticket === undefined ? null : requireText("ticket", parseTicket, ticket),
  };
}
