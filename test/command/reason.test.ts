import { describe, expect, test } from "vitest";
import { matchReason } from "../../src/command/reason.ts";

describe("a reason as somebody wrote it", () => {
  test.each([
    ["Fraud", ["Fraud", "fraud"], "Fraud"],
    ["fraud", ["Fraud", "fraud"], "fraud"],
    ["FRAUD", ["Fraud", "Other"], "Fraud"],
    ["  duplicate PURCHASE\u00a0", ["Duplicate purchase"], "Duplicate purchase"],
    ["fraud", [" Fraud "], " Fraud "],
    ["fraud", ["Fraud", "Fraud"], "Fraud"],
    ["U\u0308BERZAHLT", ["\u00dcberzahlt"], "\u00dcberzahlt"],
  ])("%j of %j means %j", (text, known, reason) => {
    expect(matchReason(text, known)).toEqual({ reason });
  });

  test("means nothing if two configured reasons differ only by case", () => {
    expect(matchReason("FRAUD", ["Fraud", "fraud", "Other"])).toEqual({
      cause: '"FRAUD" could mean "Fraud" or "fraud"',
      advice: " Write it exactly like one of them.",
    });
  });

  test.each([
    ["Froud", ' Did you mean "Fraud"?'],
    ["Zebra", ""],
    ["", ""],
  ])("%j is none of the configured ones", (text, advice) => {
    expect(matchReason(text, ["Fraud"])).toEqual({
      cause: `"${text}" is not one of the configured refund reasons: Fraud`,
      advice,
    });
  });

  test("is sent as it was written if none are configured", () => {
    expect(matchReason(" any text", null)).toEqual({ reason: " any text" });
  });
});
