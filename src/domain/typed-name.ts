import type { Branded } from "./brand.ts";

/** The name of an attempt or a batch as a person gives it: the whole of it, or a part from its beginning or its end. */
export type TypedName = Branded<"typed name">;

/** How long every name is. */
export const wholeNameLength = 26;

/** So much of a name is enough to look at something; the journal's index is made for this. */
export const leastNameLength = 4;

/** So much of it is needed where a name decides about money, and so much is shown. */
export const sureNameLength = 6;

/** The letters that names are made of: I, L, O and U are not, because they look like others. */
const pattern = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${leastNameLength},${wholeNameLength}}$`);

/** Null of anything else, digits alone included: those are an order's number or a line item's id. */
export function readTypedName(text: string): TypedName | null {
  const name = text.toUpperCase();
  return pattern.test(name) && hasLetter(name) ? (name as TypedName) : null;
}

export function isWholeName(name: TypedName): boolean {
  return name.length === wholeNameLength;
}

/**
 * The shortest end of a name by which it can be told from others, at least as long as it takes to decide by.
 * @param others all that end with the same few characters
 */
export function shortestEnd(id: string, others: Iterable<string>): string {
  const alike = [...others].filter((other) => other !== id);
  for (let length = sureNameLength; length < id.length; length++) {
    const end = id.slice(-length);
    // With a 0 in front it might be a beginning: names begin with their time, and with a 0 until the year 3084.
    if (!hasLetter(end) || end.startsWith("0")) continue;
    if (!alike.some((other) => other.endsWith(end))) return end;
  }
  return id;
}

function hasLetter(text: string): boolean {
  return /[A-Z]/.test(text);
}
