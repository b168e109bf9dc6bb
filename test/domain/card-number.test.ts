import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdsCardNumber } from "../../src/domain/card-number.ts";

/** Numbers that the card schemes publish for tests, as the cards have them printed. */
const cards = [
  ...["4111 1111 1111 1111", "4012 8888 8888 1881", "4222 2222 2222 2", "4000 0000 0000 0000 006"],
  ...["5555 5555 5555 4444", "5105 1051 0510 5100", "2223 0031 2200 3222", "6011 1111 1111 1117"],
  ...["3782 822463 10005", "3714 496353 98431", "3056 930902 5904", "3622 720627 1667"],
  ...["6200 0000 0000 0005", "6759 6498 2643 8453"],
];

const zeros = ["0", "٠", "۰", "०", "০", "๐", "０", "𝟎", "𝟘", "𝟶", "᠐", "\u{116d0}", "\u{116da}"];

/** The same number in the digits of another script. */
function inScript(card: string, zero: string): string {
  const first = zero.codePointAt(0) ?? 0;
  return card.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(first + Number(digit)));
}

const gap = fc.oneof(
  fc.constantFrom(" ", "-", ".", "/", "_", "\u00a0", "\u2013", "\u2014", "\u202f", "\u2009"),
  fc.constantFrom("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\n", "\r\n", "\t", ", ", " -"),
);

test("a card number is found in any script's digits, unbroken or in groups, whatever separates them", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...cards),
      fc.constantFrom(...zeros),
      fc.option(gap, { nil: "" }),
      fc.constantFrom(["", ""], ["Card: ", ", thanks"], ["VISA", ""], ["order 12345678 ", "\n"]),
      (card, zero, between, [before = "", behind = ""]) => {
        const text = before + inScript(card, zero).replaceAll(" ", between) + behind;
        expect(holdsCardNumber(text), text).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("nor does it help to put what nobody sees behind each digit", () => {
  for (const hidden of ["\u200b", "\u0332", "\ufe0f\u20e3"]) {
    expect(holdsCardNumber(Array.from("4111111111111111").join(hidden))).toBe(true);
  }
});

const digits = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from("0123456789")),
    minLength: length,
    maxLength: length,
  });

describe("no card number is", () => {
  test.each([
    ["two order numbers side by side", fc.tuple(digits(8), gap, digits(8))],
    ["two longer ones", fc.tuple(digits(9), gap, digits(9))],
    ["a shorter and a longer one", fc.tuple(digits(8), gap, digits(9))],
    ["a UUID", fc.uuid().map((id) => [id])],
    [
      "a hash",
      fc
        .string({
          unit: fc.constantFrom(...Array.from("0123456789abcdef")),
          minLength: 40,
          maxLength: 40,
        })
        .filter((id) => /[0-9][a-f]+[0-9]/.test(id))
        .map((id) => [id]),
    ],
    [
      "a time",
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((at) => [at.toISOString()]),
    ],
    ["a telephone number", fc.tuple(fc.constant("+"), digits(2), gap, digits(3), gap, digits(7))],
    ["a number with a fraction", fc.tuple(digits(8), fc.constant("."), digits(6))],
  ] as readonly (readonly [string, fc.Arbitrary<readonly string[]>])[])("%s", (_what, parts) => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(holdsCardNumber(given.join("")), given.join("")).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["4111111111111112", "a wrong check digit"],
    ["4111 1111 1111 1112", "a wrong check digit"],
    ["41111111111111", "14 digits that begin as 16 do"],
    ["1111111111111117", "as no card begins"],
    ["4111   1111   1111   1111", "three characters between the groups"],
    ["4111x1111x1111x1111", "letters between the groups"],
    ["73152871 73152879", "two order numbers"],
    ["ab4111111111111111cd12", "part of a reference"],
  ])("%s: %s", (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });
});
