import { expect, test } from "vitest";
import { reasonsMeant } from "../../src/domain/reason.ts";

test.each([
  ["Fraud", ["Fraud", "fraud"], ["Fraud"]],
  ["fraud", ["Fraud", "fraud"], ["fraud"]],
  ["FRAUD", ["Fraud", "fraud"], ["Fraud", "fraud"]],
  ["FRAUD", ["Fraud", "Other"], ["Fraud"]],
  ["  duplicate PURCHASE\u00a0", ["Duplicate purchase"], ["Duplicate purchase"]],
  ["fraud", [" Fraud "], [" Fraud "]],
  ["fraud", ["Fraud", "Fraud"], ["Fraud"]],
  ["U\u0308BERZAHLT", ["\u00dcberzahlt"], ["\u00dcberzahlt"]],
  ["Fraudulent", ["Fraud"], []],
  ["", ["Fraud"], []],
])("%j of %j means %j", (text, configured, meant) => {
  expect(reasonsMeant(text, configured)).toEqual(meant);
});
