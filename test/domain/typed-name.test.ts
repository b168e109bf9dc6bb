import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTypedName } from "../../src/domain/pasted.ts";
import { shortestEnd } from "../../src/domain/typed-name.ts";

const id = "01KB0M7ZVDP1YGWWWSYDQ7QP06";

test.each([
  ["the whole name", id, id],
  ["its beginning", "01KB", "01KB"],
  ["its end, as a table shows it", "7QP06", "7QP06"],
  ["small letters", "ydq7qp06", "YDQ7QP06"],
  ["what came along when it was copied", "\u00a0#7QP06\u200b\n", "7QP06"],
])("%s may be a name", (_, text, name) => {
  expect(parseTypedName(text)).toBe(name);
});

test.each([
  ["digits alone, which are an order's number", "73152871"],
  ["less than four characters", "QP0"],
  ["a letter that no name has", "7QPOL"],
  ["more than a whole name", `${id}7`],
  ["a blank inside", "7Q P06"],
  ["a star", "7QP*"],
  ["nothing", ""],
])("%s is no name", (_, text) => {
  expect(parseTypedName(text)).toBe(null);
});

const letters = Array.from("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
const name = fc
  .array(fc.constantFrom(...letters), { minLength: 22, maxLength: 22 })
  .map((each) => `01KB${each.join("")}`);
// Few letters, so that names have long ends in common.
const alikeName = fc
  .array(fc.constantFrom("0", "7", "Q"), { minLength: 22, maxLength: 22 })
  .map((each) => `01KB${each.join("")}`);

test("a name is shown by its last six characters where no other name ends so", () => {
  expect(shortestEnd(id, [id, "01KB0M7ZVDP1YGWWWSYDQ8QP06"])).toBe("Q7QP06");
  expect(shortestEnd(id, ["01KB0M7ZVDP1YGWWWSYXQ7QP06"])).toBe("DQ7QP06");
});

test("the shown end has a letter in it and cannot be taken for a beginning", () => {
  expect(shortestEnd("01KB0M7ZVDP1YGWWWSYDA12345678".slice(0, 26), [])).toMatch(/[A-Z]/);
  expect(shortestEnd("01KB0M7ZVDP1YGWWWSYD073152", [])).toBe("D073152");
  expect(shortestEnd("01KB0M7ZVDP1YGWWWSYD0KB152", [])).toBe("D0KB152");
});

test("the shown end is one name's alone, can be typed, and no shorter one would do", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(name, alikeName), { minLength: 1 }), (names) => {
      for (const each of names) {
        const end = shortestEnd(each, names);
        expect(names.filter((other) => other.endsWith(end) || other.startsWith(end))).toEqual([
          each,
        ]);
        expect(parseTypedName(end)).toBe(end);
        const shorter = end.slice(1);
        if (shorter.length < 6 || end === each) continue;
        const isFree = names.every((other) => other === each || !other.endsWith(shorter));
        expect(isFree && /[A-Z]/.test(shorter) && !shorter.startsWith("0")).toBe(false);
      }
    }),
  );
});
