import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns } from "../../src/batch/row.ts";
import { type InputRecord, readRecords } from "../../src/batch/source.ts";

async function recordsOf(...chunks: readonly (string | Uint8Array)[]): Promise<InputRecord[]> {
  const records: InputRecord[] = [];
  for await (const record of readRecords(bytesOf(chunks))) records.push(record);
  return records;
}

async function* bytesOf(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk as string);
  await Promise.resolve();
}

const total = { kind: "total", order: "1" };

describe("CSV", () => {
  test.each([
    ["in any order of columns", "order,kind\n1,total\n"],
    ["with a byte order mark", "\uFEFFkind,order\ntotal,1\n"],
    ["with semicolons", "kind;order\ntotal;1\n"],
    ["with CRLF", "kind,order\r\ntotal,1\r\n"],
    ["without an end of its last line", "kind,order\ntotal,1"],
    ["with blanks around its values", " Kind , ORDER \n total , 1 \n"],
    ["with empty columns", "kind,order,comment,id\ntotal,1,,\n"],
  ])("is read %s", async (_how, text) => {
    expect(await recordsOf(text)).toEqual([{ line: 2, fields: total }]);
  });

  test("keeps semicolons in items whatever separates the columns", async () => {
    for (const [text, items] of [
      ["kind,items\npartial,A:1;B:2\n", "A:1;B:2"],
      ['kind;items\npartial;"A:1;B:2"\n', "A:1;B:2"],
    ]) {
      expect(await recordsOf(text ?? "")).toEqual([
        { line: 2, fields: { kind: "partial", items } },
      ]);
    }
  });

  test.each(["\n", "\r\n"])(
    "tells on which line a row begins, with %j at their ends",
    async (end) => {
      const lines = ["kind,comment,order", 'total,"two', 'lines",1', "", "total,,2", "total", ""];
      expect(await recordsOf(lines.join(end))).toEqual([
        { line: 2, fields: { ...total, comment: "two\nlines" } },
        { line: 5, fields: { kind: "total", order: "2" } },
        { line: 6, cause: "it has 1 values for 3 columns" },
      ]);
    },
  );

  test("is the same however it comes in pieces", async () => {
    const bytes = Buffer.from('order;kind;comment\r\n1;total;"größe\r\n2"\r\n2;total;\r\n');
    const whole = await recordsOf(bytes);
    expect(whole).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async (size) => {
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await recordsOf(...pieces)).toEqual(whole);
      }),
    );
  });

  test.each([
    ["an unknown column", "kind,ammount\n", 'The column "ammount" is unknown'],
    ["a column that is there twice", "kind,order,order\n", 'The column "order" is there twice'],
  ])("is refused for %s", async (_what, text, words) => {
    await expect(recordsOf(text)).rejects.toThrow(words);
  });

  test("is refused when it is not UTF-8", async () => {
    const text = Uint8Array.from([...Buffer.from("kind,order,comment\ntotal,1,gr"), 0xf6]);
    await expect(recordsOf(text)).rejects.toThrow("not UTF-8");
  });

  test("says where it was found not to be CSV", async () => {
    const [record] = await recordsOf('kind,order,comment\ntotal,1,"never closed\ntotal,2,\n');
    expect(record).toMatchObject({
      line: 3,
      cause: expect.stringContaining("is not CSV") as string,
    });
  });
});

describe("NDJSON", () => {
  test("is read with its blank lines", async () => {
    const text = '\n{"kind":"total","order":1}\n\n{"kind":"total","order":"1","comment":null}\n';
    expect(await recordsOf(text)).toEqual([
      { line: 2, fields: total },
      { line: 4, fields: total },
    ]);
  });

  test.each([
    ['{"kind":"total","sum":"1"}', `"sum" is unknown; there are ${columns.join(", ")}`],
    ['{"amount":26.00}', "amount must be a text"],
    ['{"kind":["total"]}', "kind must be a text"],
    ["{kind:total}", "it is not JSON"],
    ["[1]", "it is not a JSON object"],
  ])("has a cause for %s", async (line, cause) => {
    expect(await recordsOf(`{}\n${line}\n`)).toEqual([
      { line: 1, fields: {} },
      { line: 2, cause },
    ]);
  });
});

test.each(["", "  \n \n"])("a file of nothing (%j) has no records", async (text) => {
  expect(await recordsOf(text)).toEqual([]);
});
