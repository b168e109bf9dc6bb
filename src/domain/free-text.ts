import { badCharacterIn } from "./bad-character.ts";
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
  const bad = badCharacterIn(text);
  if (bad?.kind === "control") {
    const reason = `contains the control character ${bad.name} at position ${bad.position}`;
    return { reason, misread: false };
  }
  if (bad !== null) {
    const reason = `contains a character at position ${bad.position} that is not valid UTF-8`;
    return { reason, misread: true };
  }
  return holdsCardNumber(text)
    ? { reason: "contains what looks like a card number", misread: false }
    : null;
}
