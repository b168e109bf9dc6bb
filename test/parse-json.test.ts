import * as fc from "fast-check";
import { expect, test } from "vitest";
import { givenTwice, holdsRepeats, parseJson } from "../src/parse-json.ts";

test("JSON without a key given twice is read as it is", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 1), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent);
      expect(parseJson(spaced)).toEqual({ value: JSON.parse(spaced) as unknown, repeated: null });
    }),
  );
});

test("if a key is given twice, neither value is used", () => {
  const member = fc.tuple(fc.string(), fc.jsonValue({ maxDepth: 2 }));
  const members = fc.array(member, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(members, fc.boolean(), (pairs, nested) => {
      const object = `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
      const keys = pairs.map(([key]) => key);
      const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
      const read = parseJson(nested ? `{"a":[1,${object}]}` : object);
      const value = nested ? (read?.value as { readonly a: unknown[] }).a[1] : read?.value;
      for (const key of keys) {
        const kept = (value as Record<string, unknown>)[key];
        expect(kept === givenTwice).toBe(twice.has(key));
      }
      expect(read?.repeated ?? null).toBe(
        keys.find((key, index) => keys.indexOf(key) !== index) ?? null,
      );
    }),
  );
});

test.each<readonly [string, unknown]>([
  ['{"a":1,"a":1}', { a: givenTwice }],
  ['{"a" : 1 , "\\u0061"\n:\t2}', { a: givenTwice }],
  ['{"a":{"b":1,"b":2},"a":5}', { a: givenTwice }],
  ['{"a":{"b":1},"c":{"b":1}}', { a: { b: 1 }, c: { b: 1 } }],
  ['[{"b":1},{"b":1,"b":2}]', [{ b: 1 }, { b: givenTwice }]],
  ['{"a":[[],{},{"b":["x,y"],"b":0}]}', { a: [[], {}, { b: givenTwice }] }],
  ['{"a":"\\"b\\":1","b":"{\\\\"}', { a: '"b":1', b: "{\\" }],
])("%s", (text, value) => {
  expect(parseJson(text)?.value).toEqual(value);
});

test.each([
  ['{"amount":"5.00","amount":"15.00"}', "amount"],
  ['{"amount":1,"\\u0061mount":2}', "amount"],
  ['{"a":{"b":1,"c":[{"d":1,"d":2}]}}', "d"],
  ['{"a":[{"x":1},{"x":2}],"a":1}', "a"],
  ['{ "a" : 1 , "b" : 2 , "b" : 3 , "c" : 4 , "c" : 5 }', "b"],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
  ['{"":1,"":1}', ""],
])("in %s the first key given twice is named", (text, key) => {
  expect(parseJson(text)?.repeated).toBe(key);
});

test.each([
  '{"a":"b","b":"a"}',
  '{"a":"a\\",\\"a\\":1"}',
  '[{"a":1},{"a":2}]',
  '{"a":{"a":{"a":1}}}',
  '{"a":["b","b"],"b":"x,\\"b\\""}',
  '"a,a"',
])("in %s no key is given twice", (text) => {
  expect(parseJson(text)?.repeated).toBeNull();
});

test("a key given twice is found anywhere, at any depth", () => {
  const levels = 20_000;
  const deep = `${'{"a":['.repeat(levels)}{"k":1,"k":2}${"]}".repeat(levels)}`;
  expect(parseJson(deep)?.repeated).toBe("k");
});

test("a key that names a prototype is a key like any other", () => {
  const read = parseJson('{"__proto__":1,"__proto__":{"result":true}}');
  expect(Object.entries(read?.value ?? {})).toEqual([["__proto__", givenTwice]]);
});

test.each(["", "{", '{"a":1,}', "<html>", '{"a":1}x'])("%j is no JSON", (text) => {
  expect(parseJson(text)).toBeNull();
});

test("a repeat is found at any depth", () => {
  expect(holdsRepeats([{ a: { b: givenTwice } }])).toBe(true);
  expect(holdsRepeats([{ a: { b: null } }, "x"])).toBe(false);
});

test("an answer as large as any is read in time that grows with its size", () => {
  const text = JSON.stringify({
    text: "\\".repeat(2_000_000),
    list: Array(200_000).fill({ a: 1 }),
  });
  expect(parseJson(text)?.repeated).toBeNull();
});
