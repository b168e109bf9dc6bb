import { uptime } from "node:os";
import { expect, onTestFinished, test, vi } from "vitest";
import { processContext } from "../src/context.ts";

test("a pause that is given up ends at once, and leaves no timer behind", async () => {
  const { sleep } = processContext();
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
  const before = timers();
  const given = new AbortController();
  const pauses = [sleep(3_600_000, given.signal), sleep(3_600_000, given.signal)];
  expect(timers()).toBe(before + 2);
  given.abort();
  await Promise.all([...pauses, sleep(3_600_000, given.signal)]);
  expect(timers()).toBe(before);
});

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
