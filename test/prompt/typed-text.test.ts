import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  broken,
  joinedUp,
  oneDown,
  oneUp,
  startWith,
  type TypedText,
  wholeText,
} from "../../src/prompt/typed-text.ts";

const steps = {
  up: oneUp,
  down: oneDown,
  join: joinedUp,
  break: (text: TypedText) => broken(text, true),
  blank: (text: TypedText) => broken(text, false),
} as const;

const text = fc.string({ unit: fc.constantFrom("a", "b", "ü", "\n"), maxLength: 30 });
const walk = fc.array(fc.constantFrom(...(["up", "down"] as const)));

/** A text, and a place in it that a person got to. */
const place = fc.record({ text, walk, cursor: fc.nat({ max: 8 }) }).map((made) => {
  const there = made.walk.reduce((typed, step) => steps[step](typed), startWith(made.text));
  return { ...there, cursor: Math.min(made.cursor, there.line.length) };
});

test("moving up and down changes nothing of the text", () => {
  fc.assert(
    fc.property(text, walk, (whole, moves) => {
      const moved = moves.reduce((typed, step) => steps[step](typed), startWith(whole));
      expect(wholeText(moved)).toBe(whole);
    }),
  );
});

test("up and down again is where it was, but at the line's end", () => {
  fc.assert(
    fc.property(place, (typed) => {
      if (typed.before.length === 0) expect(oneUp(typed)).toBe(typed);
      else expect(oneDown(oneUp(typed))).toEqual({ ...typed, cursor: typed.line.length });
    }),
  );
});

test("a break adds one line, and joining takes it back with the cursor where it was", () => {
  fc.assert(
    fc.property(place, (typed) => {
      const two = broken(typed, true);
      expect(wholeText(two).length).toBe(wholeText(typed).length + 1);
      expect(two.before.length).toBe(typed.before.length + 1);
      expect(joinedUp(two)).toEqual(typed);
    }),
  );
});

test("in a text of one line a break is a blank", () => {
  fc.assert(
    fc.property(place, (typed) => {
      const blank = broken(typed, false);
      expect(blank.before).toEqual(typed.before);
      expect(blank.line.slice(0, blank.cursor)).toBe(`${typed.line.slice(0, typed.cursor)} `);
    }),
  );
});

test("joining takes away nothing but one line break", () => {
  fc.assert(
    fc.property(place, (typed) => {
      const joined = joinedUp(typed);
      const all = wholeText(typed);
      if (typed.before.length === 0) expect(joined).toBe(typed);
      else expect(wholeText(joined).replaceAll("\n", "")).toBe(all.replaceAll("\n", ""));
      expect(joined.cursor).toBeLessThanOrEqual(joined.line.length);
    }),
  );
});

test.each([
  ["", "", 0],
  ["one", "one", 3],
  ["one\ntwo", "two", 3],
  ["one\n", "", 0],
])("%j is begun at its end", (whole, line, cursor) => {
  const typed = startWith(whole);
  expect({ line: typed.line, cursor: typed.cursor, after: typed.after }).toEqual({
    line,
    cursor,
    after: [],
  });
  expect(wholeText(typed)).toBe(whole);
});
