import { afterEach, expect, test } from "vitest";
import { parseNamedTime } from "../../src/program/day.ts";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

// A Wednesday, in New York still Tuesday evening; the clocks there went back on Sunday, 1 November.
const now = Date.UTC(2026, 10, 4, 2, 30);

test.each([
  ["2026-11-01", "UTC", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01", "America/New_York", "2026-11-01T00:00:00.000Z"],
  ["today", "UTC", "2026-11-04T00:00:00.000Z"],
  ["today", "America/New_York", "2026-11-03T05:00:00.000Z"],
  ["Yesterday", "America/New_York", "2026-11-02T05:00:00.000Z"],
  ["3d", "America/New_York", "2026-10-31T04:00:00.000Z"],
  ["7d", "UTC", "2026-10-28T00:00:00.000Z"],
  ["0d", "UTC", "2026-11-04T00:00:00.000Z"],
  ["monday", "UTC", "2026-11-02T00:00:00.000Z"],
  ["wednesday", "UTC", "2026-11-04T00:00:00.000Z"],
  ["wednesday", "America/New_York", "2026-10-28T04:00:00.000Z"],
  ["THURSDAY", "Asia/Tokyo", "2026-10-28T15:00:00.000Z"],
])("%s in %s is %s", (text, timeZone, expected) => {
  process.env["TZ"] = timeZone;
  const named = parseNamedTime(text);
  expect(named && new Date(named(now)).toISOString()).toBe(expected);
});

test.each(["", "7", "d", "-1d", "7 d", "99999d", "tomorrow", "mon", "2026-13-01", "2026-02-30"])(
  "%j is no day",
  (text) => {
    expect(parseNamedTime(text)).toBeNull();
  },
);
