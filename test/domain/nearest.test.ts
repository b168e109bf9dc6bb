import { expect, test } from "vitest";
import { didYouMean } from "../../src/domain/nearest.ts";

const reasons = ["Unwanted auto-renewal", "Fraud", "Duplicate purchase", "Other"];

test.each([
  ["fraud", "Fraud"],
  ["Farud", "Fraud"],
  ["duplicate", "Duplicate purchase"],
  ["Duplicat purchas", "Duplicate purchase"],
  ["RENEWAL", "Unwanted auto-renewal"],
])("for %j the nearest is named: %s", (word, near) => {
  expect(didYouMean(word, reasons)).toBe(` Did you mean "${near}"?`);
});

test.each(["", "x", "chargeback"])("for %j none is near", (word) => {
  expect(didYouMean(word, reasons)).toBe("");
});

test("a part of several names is none of them", () => {
  expect(didYouMean("reports", ["reports of May", "reports of June"])).toBe("");
});

test("where nothing is known nothing is near", () => {
  expect(didYouMean("fraud", [])).toBe("");
});

test("a word of which every letter is another is not near", () => {
  expect(didYouMean("c", ["A", "B"])).toBe("");
  expect(didYouMean("xy", ["ab"])).toBe("");
});
