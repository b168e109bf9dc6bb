import { expect, test } from "vitest";
import { visibleLines } from "../../src/safe-text.ts";
import { widthOf } from "../../src/render/width.ts";

test("the width of a text is that of its widest line, however many lines there are", () => {
  expect(widthOf(visibleLines(`${"\n".repeat(200_000)}客户 1`))).toBe(6);
});
