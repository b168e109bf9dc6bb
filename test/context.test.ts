import { uptime } from "node:os";
import { expect, onTestFinished, test, vi } from "vitest";
import { processContext } from "../src/context.ts";

test("the uptime is reckoned on while both clocks agree, and asked for where the machine slept", () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const context = processContext();
  const first = context.uptime();
  vi.advanceTimersByTime(900);
  expect(context.uptime()).toBe(first + 900);
  // Only the wall clock goes on while it sleeps.
  vi.setSystemTime(Date.now() + 60_000);
  const before = uptime() * 1000;
  const asked = context.uptime();
  expect(asked).toBeGreaterThanOrEqual(before);
  expect(asked).toBeLessThanOrEqual(uptime() * 1000);
});
