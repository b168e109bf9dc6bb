import { type Problem, problem } from "../domain/problem.ts";
import { ConfigurationError } from "../failure.ts";

/** One half of a pair of credentials that is about to be used. */
export interface CredentialText {
  /** Where it comes from, as the beginning of a sentence: `REFUND_SECRET_KEY`. */
  readonly where: string;
  readonly text: string;
  /** A password may begin and end with a quote; nothing that 2Checkout issues does. */
  readonly mayBeQuoted?: boolean;
}

/**
 * Refuses text that was copied with more than the credential itself. 2Checkout would reject it, and nobody could
 * see why. @throws ConfigurationError, which does not repeat the text
 */
export function requireCopiedWhole({ where, text, mayBeQuoted = false }: CredentialText): void {
  const flaw =
    flawAt("begins", text.at(0)) ??
    flawAt("ends", text.at(-1)) ??
    (isQuoted(text) && !mayBeQuoted ? "is in quotes" : null);
  if (flaw === null) return;
  throw new ConfigurationError(`${where} ${flaw}. Copy it again without that. Nothing was sent.`);
}

/** A warning if a password begins and ends with the same quote. */
export function quotedPassword(text: string): Problem | null {
  return isQuoted(text)
    ? problem(
        "password-in-quotes",
        "The legacy API password is in quotes, and the quotes are sent as part of it. Remove them if they do not belong to it.",
      )
    : null;
}

function flawAt(end: "begins" | "ends", character: string | undefined): string | null {
  if (character === undefined) return null;
  if (/[\n\r\v\f\u0085\u2028\u2029]/u.test(character)) return `${end} with a line break`;
  if (/\s/u.test(character)) return `${end} with a blank`;
  return /[\p{Cc}\p{Cf}]/u.test(character) ? `${end} with an invisible character` : null;
}

function isQuoted(text: string): boolean {
  return text.length > 1 && /^["'`]/.test(text) && text.at(0) === text.at(-1);
}
