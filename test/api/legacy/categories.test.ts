import { expect, test } from "vitest";
import { categories, findCategory } from "../../../src/api/legacy/categories.ts";

test("there are the 17 categories of the vendor's list but for the internal one", () => {
  expect(categories.map(({ id }) => id)).toEqual([
    1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
  ]);
  expect(categories.find(({ id }) => id === 16)).toEqual({ id: 16, name: "Out of stock" });
  expect(categories.find(({ id }) => id === 8)).toEqual({
    id: 8,
    name: "No response from merchant",
  });
});

test.each([
  ["16", 16],
  [" 16 ", 16],
  ["Out of stock", 16],
  ["fraud", 4],
  ["ITEM(S) NOT AS DESCRIBED", 3],
])("%j names a category", (text, id) => {
  expect(findCategory(text)?.id).toBe(id);
});

test.each([["7"], ["Do Not Use (Internal use only)"], ["0"], ["18"], ["016"], ["stock"], [""]])(
  "%j names none that a merchant may use",
  (text) => {
    expect(findCategory(text)).toBeNull();
  },
);
