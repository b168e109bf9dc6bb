import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joined, safe, safeJson, visible, visibleLines } from "../src/safe-text.ts";

/** Whatever a terminal may obey: controls, format characters and separators of lines. */
const obeyed = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

/** Text rich in what is obeyed. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom("\u001b", "\u009b", "\u0007", "\r", "\n", "\t", "\u0000", "\u007f", "\u0085"),
    fc.constantFrom(
      "\u061c",
      "\u200b",
      "\u200e",
      "\u202e",
      "\u2028",
      "\u2066",
      "\ufeff",
      "\u{e0041}",
    ),
    fc.constantFrom("a", "é", "专", "🙂"),
  ),
});

describe("text from outside", () => {
  test.each([
    ["an escape sequence", "\u001b[2Jgone", "␛[2Jgone"],
    ["a title", "\u001b]0;owned\u0007", "␛]0;owned␇"],
    ["an eight-bit escape", "\u009b2J", "\\u{9b}2J"],
    ["a direction override", "\u202eexe.gpj", "\\u{202e}exe.gpj"],
    ["isolates", "\u2066a\u2069", "\\u{2066}a\\u{2069}"],
    ["line breaks", "a\r\nPaid: 0\u2028b", "a␍␊Paid: 0\\u{2028}b"],
    ["characters without width", "a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["tags", "a\u{e0041}", "a\\u{e0041}"],
    ["delete", "\u007f", "\\u{7f}"],
  ])("shows %s instead of obeying it", (_what, text, shown) => {
    expect(visible(text).text).toBe(shown);
  });

  test.each(["Müller-Ø", "专业版许可证 🎉", "été", "1 × 29.99"])("is left alone: %s", (text) => {
    expect(visible(text).text).toBe(text);
  });

  test("never contains anything that a terminal obeys", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(obeyed.test(visible(text).text)).toBe(false);
      }),
    );
  });

  test("keeps the line breaks of our own messages and no other control", () => {
    expect(visibleLines("one\n  two\r\u001b[2J\n").text).toBe("one\n  two␍␛[2J\n");
  });
});

test("JSON is the same value and holds nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(hostile, hostile, (key, text) => {
      const value = { list: [{ [`k${key}`]: text }] };
      const json = safeJson(value).text;
      expect(obeyed.test(json)).toBe(false);
      expect(JSON.parse(json)).toEqual(value);
    }),
  );
});

describe("a safe text", () => {
  test("keeps its own line breaks, and shows those of what is put into it", () => {
    expect(safe`Order ${"7\n8"}:\n  ${7}`.text).toBe("Order 7␊8:\n  7");
  });

  test("is not escaped again when it is put into another", () => {
    const inner = safe`${"\u001b"}\n`;
    expect(safe`${inner}${"\u001b"}`.text).toBe("␛\n␛");
    expect(joined([inner, "\u001b"], inner).text).toBe("␛\n␛\n␛");
  });

  test.each(["👩‍👩‍👧", "👩🏽‍🚀", "❤️", "🏴‍☠️"])("leaves an emoji of several characters whole: %s", (text) => {
    expect(visible(text).text).toBe(text);
  });

  test.each(["\u00ad", "\u034f", "\u115f", "\u2800", "\u3164", "\u{e0101}", "\ud800", "a\u200db"])(
    "shows what is not seen: %j",
    (text) => {
      expect(visible(text).text).toMatch(/\\u\{/);
    },
  );
});
