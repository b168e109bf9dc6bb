import { expect, test } from "vitest";
import { exitCode } from "../../src/render/exit-code.ts";

test.each([
  [{ tag: "accepted" }, 0],
  [{ tag: "already-refunded" }, 0],
  [{ tag: "planned" }, 0],
  [{ tag: "failed", cause: "program" }, 1],
  [{ tag: "failed", cause: "usage" }, 2],
  [{ tag: "failed", cause: "configuration" }, 3],
  [{ tag: "refused" }, 4],
  [{ tag: "blocked" }, 5],
  [{ tag: "not-sent" }, 6],
  [{ tag: "unknown" }, 7],
  [{ tag: "cancelled" }, 130],
] as const)("%o exits with %i", (end, code) => {
  expect(exitCode(end)).toBe(code);
});
