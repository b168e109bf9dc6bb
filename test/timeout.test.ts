import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimeout } from "../src/timeout.ts";

test("every whole number of milliseconds from 1 to 600 s is read exactly, as text or as a number's text", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 600_000 }), (ms) => {
      expect(parseTimeout((ms / 1_000).toFixed(3))).toBe(ms);
      expect(parseTimeout(String(ms / 1_000))).toBe(ms);
    }),
  );
});

test("every value that is read is a whole number that a timer accepts", () => {
  fc.assert(
    fc.property(fc.oneof(fc.double().map(String), fc.string(), fc.nat().map(String)), (text) => {
      const timeout = parseTimeout(text);
      if (timeout === null) return;
      expect(Number.isInteger(timeout)).toBe(true);
      expect(timeout).toBeGreaterThanOrEqual(1_000);
      expect(timeout).toBeLessThanOrEqual(600_000);
    }),
  );
});
