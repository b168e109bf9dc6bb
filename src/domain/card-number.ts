/** A group of digits, and what is between it and the group before. */
interface Group {
  readonly digits: string;
  /** It continues the group before: only one or two signs are between them. */
  readonly follows: boolean;
  /** Those signs are invisible, or combine with a digit. */
  readonly hiddenGap: boolean;
  /** Letters follow it, so no group continues it. */
  readonly ends: boolean;
}

/** The groups in which card numbers are written; the last may be short. */
const groupings = new Set([
  "4-4-4-1",
  "4-4-4-2",
  "4-4-4-3",
  "4-4-4-4",
  "4-4-4-4-1",
  "4-4-4-4-2",
  "4-4-4-4-3",
  "4-6-5",
  "4-6-4",
  "4-3-3-3",
  "6-13",
]);

/** How card numbers begin, and how long they are then. */
const cards =
  /^(4([0-9]{12}|[0-9]{15}|[0-9]{18})|3[47][0-9]{13}|3[068][0-9]{12}|[256][0-9]{15,18})$/;

const longest = 19;

const shortest = 13;

/**
 * Whether a text contains a card number, in the digits of any script: unbroken, or in the groups that cards are
 * written in, with one or two characters between them that are neither letters nor digits. Two order
 * numbers side by side do not count, nor do digits in a reference with letters among them.
 */
export function holdsCardNumber(text: string): boolean {
  // Most texts end here.
  if (text.length < shortest || !/\p{N}/u.test(text)) return false;
  const groups = groupsIn(text);
  return groups.some((group, start) => {
    let digits = group.digits;
    const sizes = [digits.length];
    let hidden = true;
    if (isCardNumber(digits)) return true;
    let last = group;
    for (const next of groups.slice(start + 1, start + longest)) {
      if (!next.follows || last.ends) return false;
      digits += next.digits;
      sizes.push(next.digits.length);
      hidden &&= next.hiddenGap;
      const written =
        groupings.has(sizes.join("-")) || (hidden && sizes.every((size) => size === 1));
      if (written && isCardNumber(digits)) return true;
      last = next;
    }
    return false;
  });
}

/** Words of letters and digits with one run of digits; no other word can be part of a card number. */
function groupsIn(text: string): readonly Group[] {
  const groups: Group[] = [];
  let end = 0;
  let before = false;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const gap = text.slice(end, index);
    const runs = plainDigits(word).split(/[^0-9]+/);
    const [digits, ...more] = runs.filter((run) => run !== "");
    const alone = digits !== undefined && more.length === 0;
    if (alone) {
      groups.push({
        digits,
        follows: before && runs[0] === digits && /^.{1,2}$/su.test(gap),
        hiddenGap: /^[\p{M}\p{Default_Ignorable_Code_Point}]+$/u.test(gap),
        ends: runs.at(-1) !== digits,
      });
    }
    before = alone;
    end = index + word.length;
  }
  return groups;
}

/** Each digit of any script as 0 to 9; other numbers, such as ½, count as letters. */
function plainDigits(word: string): string {
  if (/^[0-9A-Za-z]+$/.test(word)) return word.replaceAll(/[A-Za-z]/g, "x");
  return Array.from(word, (character) => {
    const folded = character.normalize("NFKC");
    if (/^[0-9]$/.test(folded)) return folded;
    return /^\p{Nd}$/u.test(character) ? String(valueOf(character)) : "x";
  }).join("");
}

/** Scripts have their digits in runs from 0 to 9, some of which touch. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

function isCardNumber(digits: string): boolean {
  return cards.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, index) => {
      const value = digit * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
