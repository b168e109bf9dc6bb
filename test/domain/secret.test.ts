import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";

const secret = new Secret("hunter2");

test.each([
  ["a string", String(secret)],
  ["a concatenation", "key: " + String(secret)],
  ["JSON", JSON.stringify({ secret })],
  ["the inspector", inspect({ secret }, { showHidden: true, depth: 9 })],
  ["the object's own fields", JSON.stringify(Object.entries(secret))],
])("%s does not show a secret", (_, shown) => {
  expect(shown).not.toContain("hunter2");
});

test("in place of a secret stand three stars, and only asking for it gives it out", () => {
  expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
    "***",
    '"***"',
    "***",
  ]);
  expect(secret.reveal()).toBe("hunter2");
});
