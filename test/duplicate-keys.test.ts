import fc from "fast-check";
import { expect, test } from "vitest";
import { duplicateKey } from "../src/duplicate-keys.ts";

test.each([
  ['{"amount":"5.00","amount":"15.00"}', "amount"],
  ['{"amount":1,"\\u0061mount":2}', "amount"],
  ['{"a":{"b":1,"c":[{"d":1,"d":2}]}}', "d"],
  ['{"a":[{"x":1},{"x":2}],"a":1}', "a"],
  ['{ "a" : 1 , "b" : 2 , "b" : 3 }', "b"],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"":1,"":1}', ""],
])("in %s a key stands twice", (text, key) => {
  expect(duplicateKey(text)).toBe(key);
});

test.each([
  '{"a":"b","b":"a"}',
  '{"a":"a\\",\\"a\\":1"}',
  '[{"a":1},{"a":2}]',
  '{"a":{"a":{"a":1}}}',
  '{"a":["b","b"],"b":"x,\\"b\\""}',
  '"a,a"',
  "1",
  "[]",
])("in %s none does", (text) => {
  expect(duplicateKey(text)).toBeNull();
});

test("no text that was made from a value has a key twice", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(duplicateKey(JSON.stringify(value))).toBeNull();
    }),
  );
});

test("a key that is repeated is found wherever it stands, however deep", () => {
  const levels = 20_000;
  const deep = `${'{"a":['.repeat(levels)}{"k":1,"k":2}${"]}".repeat(levels)}`;
  expect(duplicateKey(deep)).toBe("k");
});
