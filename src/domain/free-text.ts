import type { Branded } from "./brand.ts";
import { holdsCardNumber } from "./card-number.ts";

/** What the customer reads, checked. Empty when there is none. */
export type Comment = Branded<"comment">;
/** The reason as it is sent, checked. */
export type Reason = Branded<"reason">;
/** A ticket of the agent's own system, checked. */
export type Ticket = Branded<"ticket">;

/** Nothing written. */
export const noText = "" as Comment & Reason & Ticket;

/** Why a text may be neither sent nor kept, in words that fit after "The comment …". */
export interface BadText {
  readonly reason: string;
  /** It was read in a different encoding than it was written in. */
  readonly misread: boolean;
}

/** The only function that makes a comment. A comment may have lines and tabs. */
export function parseComment(text: string): Comment | BadText {
  // A line may end the way Windows ends it.
  const bad = badText(text.replaceAll(/\r\n|[\n\t]/g, (end) => " ".repeat(end.length)));
  // The brand has no value: it only makes sure that nothing unchecked is sent.
  return bad ?? (text as Comment);
}

export function parseReason(text: string): Reason | BadText {
  return badText(text) ?? (text as Reason);
}

export function parseTicket(text: string): Ticket | BadText {
  return badText(text) ?? (text as Ticket);
}

function badText(text: string): BadText | null {
  const found = /[\p{Cc}\p{Cs}\ufffd]/u.exec(text);
  if (found !== null) {
    const place = Array.from(text.slice(0, found.index)).length + 1;
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return /\p{Cc}/u.test(found[0])
      ? { reason: `contains the control character U+${code} at position ${place}`, misread: false }
      : {
          reason: `contains a character at position ${place} that is not valid UTF-8`,
          misread: true,
        };
  }
  return holdsCardNumber(text)
    ? { reason: "contains what looks like a card number", misread: false }
    : null;
}
