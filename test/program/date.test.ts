import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDate } from "../../src/program/date.ts";

test.each([
  ["2026-11-21", Date.UTC(2026, 10, 21)],
  ["2024-02-29", Date.UTC(2024, 1, 29)],
  ["2026-11-21T10:30Z", Date.UTC(2026, 10, 21, 10, 30)],
  ["2026-11-21T10:30:15.250+02:00", Date.UTC(2026, 10, 21, 8, 30, 15, 250)],
])("%s is a time", (text, time) => {
  expect(parseDate(text)).toBe(time);
});

test.each([
  ["2026-02-30"],
  ["2026-02-29"],
  ["2026-04-31"],
  ["2026-00-10"],
  ["2026-13-01"],
  ["2026-11-00"],
  ["2026-11-32"],
  ["2026-02-30T10:00:00Z"],
  ["2026-11-21T24:00:00Z"],
  ["2026-11-21T10:60Z"],
  ["2026-11-21T10:00"],
  ["2026-11-21T10Z"],
  ["2026-11-21T1.5:00Z"],
  ["2026-11-21T10:00+25:00"],
  ["21.11.2026"],
  ["2026-1-2"],
  [" 2026-11-21"],
  ["yesterday"],
])("%s is no time", (text) => {
  expect(parseDate(text)).toBeNull();
});

test("every day of the calendar is taken, and none becomes another", () => {
  const days = fc.date({ min: new Date(0), max: new Date("2999-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(new Date(parseDate(day) ?? NaN).toISOString().slice(0, 10)).toBe(day);
      expect(parseDate(date.toISOString())).toBe(date.getTime());
    }),
  );
});
