import { expect, test } from "vitest";
import { parseItemWish } from "../../src/domain/wish.ts";

test.each([
  ["PRO-1Y", "PRO-1Y", null, null],
  ["PRO-1Y:2", "PRO-1Y", 2, null],
  ["PRO-1Y:2:29.99", "PRO-1Y", 2, "29.99"],
  ["PRO-1Y:2:30", "PRO-1Y", 2, "30"],
  ["PRO-1Y:0", "PRO-1Y", 0, null],
  ["  PRO-1Y :2", "PRO-1Y", 2, null],
  ["PRO:1Y", "PRO:1Y", null, null],
  ["PRO:1Y:2", "PRO:1Y", 2, null],
  ["PRO:1Y:2:29.99", "PRO:1Y", 2, "29.99"],
  ["4:2:1:3", "4:2", 1, "3"],
  ["PRO:29.99", "PRO:29.99", null, null],
  ["PRO:-1", "PRO:-1", null, null],
  ["PRO:2:1,000.00", "PRO:2:1,000.00", null, null],
  [
    "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b:1",
    "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b",
    1,
    null,
  ],
])("%j is split from the right", (text, line, quantity, amount) => {
  expect(parseItemWish(text)).toEqual({ line, quantity, amount });
});

test.each([[""], [":"], ["PRO:"], ["PRO:2:"], ["   "], [" :2"], ["PRO\n1Y"]])(
  "%j names no line",
  (text) => {
    expect(parseItemWish(text)).toBeNull();
  },
);
