import { expect, test } from "vitest";
import { parseDate } from "../src/date.ts";

test.each([
  ["2026-11-21", "2026-11-21T00:00:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ["2026-11-21T23:30:00Z", "2026-11-21T23:30:00.000Z"],
  ["2026-11-21T23:30:00-05:00", "2026-11-22T04:30:00.000Z"],
])("%s is %s", (text, time) => {
  expect(parseDate(text)).toBe(Date.parse(time));
});

test.each([
  "2026-02-30",
  "2026-02-29",
  "2026-04-31T10:00:00Z",
  "2026-13-01",
  "2026-11-00",
  "21.11.2026",
  "",
])("%j is no date", (text) => {
  expect(parseDate(text)).toBeNull();
});
