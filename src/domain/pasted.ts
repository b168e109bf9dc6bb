/**
 * Characters that come along when a number or an id is copied from a page or a mail: blanks, no-break and zero-width
 * ones included, direction marks, and the sign in `#73152871`.
 */
const around = /^[\s#\p{Cf}]+|[\s\p{Cf}]+$/gu;

function withoutSurroundings(text: string): string {
  return text.replaceAll(around, "");
}

function parseDigits(text: string): string | null {
  const digits = withoutSurroundings(text);
  return /^[0-9]{1,20}$/.test(digits) ? digits : null;
}

/** An order number, as typed or pasted; null if it is not one. */
export function parseOrderNumber(text: string): string | null {
  return parseDigits(text);
}

/** The same for the id of a line item of the legacy API. */
export function parseLineItemId(text: string): string | null {
  return parseDigits(text);
}

/** An attempt's id as the journal has it; whether there is such an attempt, the journal knows. */
export function parseAttemptId(text: string): string {
  return withoutSurroundings(text).toUpperCase();
}
