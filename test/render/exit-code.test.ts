import { expect, test } from "vitest";
import { exitCode, guideExitCode, reconcileExitCode } from "../../src/render/exit-code.ts";

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

test("reconcile exits with 7 as long as an attempt is unresolved", () => {
  expect([0, 1, 3].map(reconcileExitCode)).toEqual([0, 7, 7]);
});

test("guided refunds exit like the last of them, unless one is unknown", () => {
  const refused = exitCode({ tag: "refused" });
  const unknown = exitCode({ tag: "unknown" });
  expect(guideExitCode([])).toBe(0);
  expect(guideExitCode([0, refused])).toBe(4);
  expect(guideExitCode([refused, 0])).toBe(0);
  expect(guideExitCode([unknown, 0])).toBe(7);
});
