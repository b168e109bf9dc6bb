import { expect, test } from "vitest";
import { exitCode } from "../../src/render/exit-code.ts";

test.each([
  ["accepted", null, 0],
  ["already-refunded", null, 0],
  ["planned", null, 0],
  ["failed", null, 1],
  ["failed", "program", 1],
  ["failed", "usage", 2],
  ["failed", "configuration", 3],
  ["refused", null, 4],
  ["blocked", null, 5],
  ["not-sent", null, 6],
  ["unknown", null, 7],
  ["cancelled", null, 130],
] as const)("%s for the cause %s exits with %i", (tag, cause, code) => {
  expect(exitCode(tag, cause)).toBe(code);
});
