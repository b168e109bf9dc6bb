import { describe, expect, test } from "vitest";
import { parseComment, parseReason, parseTicket } from "../../src/domain/free-text.ts";

const parsers = { comment: parseComment, reason: parseReason, ticket: parseTicket };

describe.each(Object.entries(parsers))("a %s", (_name, parse) => {
  test.each(["", "Rück 🎉 client", "שלום", "می\u200cخواهم", "e\u0301"])("may be %j", (text) => {
    expect(parse(text)).toBe(text);
  });

  test.each([
    ["a\u0000", "U+0000 at position 2"],
    ["🙂\u001b[2J", "U+001B at position 2"],
    ["a\u009b", "U+009B at position 2"],
    ["a\u007f", "U+007F at position 2"],
    ["a\rb", "U+000D at position 2"],
  ])("is refused with a control character: %j", (text, named) => {
    expect(parse(text)).toMatchObject({ reason: `contains the control character ${named}` });
  });

  test.each(["R\ufffdck", "R\ud800ck"])("is refused when it was misread: %j", (text) => {
    const reason = "contains a character at position 2 that is not valid UTF-8";
    expect(parse(text)).toEqual({ reason, misread: true });
  });

  test("is refused with a card number", () => {
    expect(parse("4111.1111.1111.1111")).toMatchObject({ misread: false });
  });
});

test("only a comment has lines and tabs", () => {
  for (const text of ["a\nb", "a\r\nb", "a\tb"]) {
    expect(parseComment(text)).toBe(text);
    expect(parseReason(text)).toHaveProperty("reason");
    expect(parseTicket(text)).toHaveProperty("reason");
  }
});
