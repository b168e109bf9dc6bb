import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns } from "../../../src/domain/row-columns.ts";
import { noteReading } from "../../../src/command/batch/reading.ts";
import type { RecordsWanted } from "../../../src/command/batch/input-record.ts";
import { readRecords } from "../../../src/command/batch/records.ts";
import type { Fields } from "../../../src/command/batch/row.ts";

interface ReadAs {
  readonly line: number;
  readonly fields?: Fields;
  readonly cause?: string;
}

/** What a file is read as, and on which lines. */
async function recordsOf(...chunks: readonly (string | Uint8Array)[]): Promise<ReadAs[]> {
  const records: ReadAs[] = [];
  for await (const page of readRecords(bytesOf(chunks), readingPlainly)) {
    for (const record of page) {
      const { line } = record.place;
      records.push(
        "cause" in record ? { line, cause: record.cause } : { line, fields: record.fields },
      );
    }
  }
  return records;
}

const readingPlainly: RecordsWanted = {
  reading: {
    encoding: null,
    decimal: null,
    naming: { map: new Map(), usualMap: new Map(), ignoreOthers: false },
    sheet: { name: null, formulaValues: false, includeHidden: false },
  },
  notes: noteReading().notes,
  keepsWritten: false,
};

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
    ["an unknown column", "kind,ammount\n", 'Unknown column "ammount"'],
    ["a column that is there twice", "kind,order,order\n", 'The column "order" appears twice'],
  ])("is refused for %s", async (_what, text, words) => {
    await expect(recordsOf(text)).rejects.toThrow(words);
  });

  test("is refused when it is not UTF-8", async () => {
    const text = Uint8Array.from([...Buffer.from("kind,order,comment\ntotal,1,gr"), 0xf6]);
    await expect(recordsOf(text)).rejects.toThrow("not UTF-8");
  });

  test.each([
    ["never closed", 'total,1,"never closed\ntotal,2,\n', 2, "not closed before the file ends"],
    ["never closed, behind one that is", 'total,1,"a\nb"\ntotal,2,"c\n', 4, "not closed"],
    [
      "never closed for long",
      `total,1,"\n${`${"x".repeat(999)}\n`.repeat(200)}`,
      2,
      "within 100000",
    ],
    ["closed in the middle of a value", 'total,1,"Sorry\ntotal,2,"He"\n', 2, "on line 3"],
    ["in the middle of a value", 'total,1,Monitor 24" wide\n', 2, "a quote in the middle"],
  ])("names the line of a quote that is %s", async (_how, rows, line, words) => {
    const [record] = (await recordsOf(`kind,order,comment\n${rows}`)).filter(
      (each) => "cause" in each,
    );
    expect(record).toEqual({ line, cause: expect.stringContaining(words) as string });
  });

  test("goes on behind a fault", async () => {
    expect(await recordsOf('kind,order\nto"tal,1\ntotal,1\n"total,1\n')).toMatchObject([
      { line: 2, cause: expect.stringContaining("quote") as string },
      { line: 3, fields: total },
      { line: 4, cause: expect.stringContaining("not closed") as string },
    ]);
  });

  test.each(["\n", "\r\n", "\r"])("is read with %j at its ends of lines", async (end) => {
    const lines = ["kind,comment,order", 'total,"two', 'lines",1', "", "total,,2"];
    expect(await recordsOf(lines.join(end))).toEqual([
      { line: 2, fields: { ...total, comment: "two\nlines" } },
      { line: 5, fields: { kind: "total", order: "2" } },
    ]);
  });

  test("is read as an independent parser reads it", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", " ", ",", ";", "\t", "\n", "é", "😀"),
      maxLength: 6,
    });
    const written = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const plain = fc.string({ unit: fc.constantFrom("a", "b", "\t", " ", "'", "é"), maxLength: 5 });
    const value = fc.oneof(
      plain,
      cell.map(written),
      fc.tuple(cell, cell).map(([a, b]) => ` ${written(`${a}"${b}`)}\t`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 8 }), async (rows) => {
        const text = `id,comment\n${rows.map((row) => row.join(",")).join("\n")}\n`;
        const records = await recordsOf(text);
        const read: string[][] = parse(text, { trim: true, skip_empty_lines: true, from: 2 });
        const witness = read.filter((values) => values.some((each) => each !== ""));
        const filled = (values: readonly string[]) => values.map((each) => each || undefined);
        expect(
          records.map((each) =>
            each.fields === undefined ? each : [each.fields.id, each.fields.comment],
          ),
        ).toEqual(witness.map(filled));
      }),
    );
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
    ['{"kind":"total","sum":"1"}', `unknown key "sum"; the keys are: ${columns.join(", ")}`],
    ['{"amount":26.00}', "amount must be text, in quotes"],
    ['{"kind":["total"]}', "kind must be text, in quotes"],
    ["{kind:total}", "it is not JSON"],
    ["[1]", "it is not a JSON object"],
    ['{"amount":"5.00","amount":"15.00"}', 'The key "amount" appears twice'],
    ['{"order":"1","\\u006frder":"2"}', 'The key "order" appears twice'],
    ['{"comment":"a","id":"b","comment":"a"}', 'The key "comment" appears twice'],
  ])("has a cause for %s", async (line, cause) => {
    expect(await recordsOf(`{}\n${line}\n`)).toEqual([
      { line: 1, fields: {} },
      { line: 2, cause },
    ]);
  });
});

describe("a quoted value that swallowed rows", () => {
  test.each([
    [
      "with commas",
      'kind,order,amount,currency,reason,comment\npartial,1,5.00,USD,Other,"Sorry\npartial,2,5.00,USD,Other,\npartial,3,5.00,USD,Other,Monitor 24"\npartial,4,5.00,USD,Other,\n',
      ...([2, "on line 3"] as const),
    ],
    [
      "with semicolons",
      'kind;order;comment\ntotal;1;"Sorry\ntotal;2;\ntotal;3;Monitor 24"\n',
      ...([2, "on line 3"] as const),
    ],
    [
      "with one row inside, in capitals and with blanks",
      'order,kind,comment\n1,total,"Sorry\n2, PARTIAL ,Monitor 24"\n',
      ...([2, "on line 3"] as const),
    ],
    [
      "behind a comment of several lines",
      'id,kind,order,comment\n"a\nb",total,1,"c\nd,legacy,1"\n',
      ...([3, "on line 4"] as const),
    ],
    [
      "whose first line goes on to the kind",
      'comment,kind,order\n"Sorry,total,1\nMonitor 24",total,2\n',
      ...([2, "on line 2"] as const),
    ],
  ])("is a bad row %s", async (_how, text, line, words) => {
    const [record] = await recordsOf(text);
    expect(record).toEqual({ line, cause: expect.stringContaining(words) as string });
  });

  test.each([
    'kind,order,comment\r\ntotal,1,"Dear customer,\r\nsorry for the total.\r\nBye"\r\n',
    'comment,kind,order\n"Dear customer,\nsorry.\nBye",total,1\n',
    'order,comment,kind\n1,"Dear customer,\nsorry, total is\nBye",total\n',
  ])("is not suspected in %j", async (text) => {
    const [record, ...more] = await recordsOf(text);
    const comment = expect.stringMatching(/Dear customer,\n.*\nBye/) as string;
    expect(record).toMatchObject({ fields: { ...total, comment } });
    expect(more).toEqual([]);
  });
});

describe("an amount split by a comma", () => {
  test.each([
    ["10,50", "kind,order,currency,reason,amount,id\npartial,1,USD,Other,10,50"],
    ["1,234", "kind,order,currency,reason,amount,id\npartial,1,USD,Other,1,234"],
    ["1,234.50", "kind,order,currency,reason,amount,id\npartial,1,USD,Other,1,234.50"],
    ["10,500 of KWD", "kind,order,currency,amount,id\npartial,1,KWD,10,500"],
    ["1,000 of JPY", "kind,order,currency,amount,id\npartial,1,JPY,1,000"],
    ["10,50 of an unknown currency", "kind,order,amount,currency,id\npartial,1,10,50,USD"],
    ["10,50 of items", "kind,order,currency,items,id\npartial,1,USD,A:1:5.00;B:1:10,50"],
    ["10,50 EUR", "kind,order,currency,amount,id\npartial,1,EUR,10,50 EUR"],
  ])("is a bad row: %s", async (_what, text) => {
    expect(await recordsOf(text)).toEqual([
      { line: 2, cause: expect.stringContaining("write amounts like 10.00") as string },
    ]);
  });

  test.each([
    "kind,order,currency,amount,id\npartial,1,USD,10.00,50",
    "kind,order,currency,amount,id\npartial,1,USD,10,5",
    "kind,order,currency,amount,id\npartial,1,USD,10,5000",
    "kind,order,currency,amount,id\npartial,1,JPY,10,50",
    "kind,order,currency,amount,id\npartial,1,KWD,10,50",
    "kind,order,currency,amount,id\npartial,1,USD,10,",
    "kind,order,currency,items,id\npartial,1,USD,A:2,50",
    "kind,order,currency,items,id\npartial,1,USD,A:2,10:30",
    "kind,order,currency,items,id\npartial,1,USD,A:2,2026-11-27T10:30",
    "kind;order;currency;amount;id\npartial;1;USD;10;50",
  ])("is not suspected in %j", async (text) => {
    expect(await recordsOf(text)).toMatchObject([{ line: 2, fields: { kind: "partial" } }]);
  });
});

test("items split by a comma are a bad row", async () => {
  const text = "kind,order,reason,items,ticket\npartial,1,Other,A:1,B:1";
  expect(await recordsOf(text)).toEqual([
    { line: 2, cause: expect.stringContaining('"A:1;B:1"') as string },
  ]);
});

test.each([
  ["0.500", ","],
  ["00.500", ","],
  ["0,125", "."],
] as const)("a zero groups nothing: %s with --decimal %s is a bad row", async (amount, decimal) => {
  const text = `kind;order;currency;amount\npartial;1;USD;${amount}`;
  const records = [];
  const reading = { ...readingPlainly.reading, decimal };
  for await (const page of readRecords(bytesOf([text]), { ...readingPlainly, reading })) {
    records.push(...page);
  }
  expect(records).toMatchObject([{ cause: expect.stringContaining(`"${amount}"`) as string }]);
});

test("a header behind many empty rows is found", async () => {
  const text = `${",,\n".repeat(50_000)}kind,order,id\n${",,\n".repeat(50_000)}total,1,\n`;
  expect(await recordsOf(text)).toEqual([{ line: 100_002, fields: total }]);
});

test("columns of results are skipped where all of them are there, and one alone is not", async () => {
  const all =
    "refund_outcome,refund_amount,refund_currency,refund_attempt,refund_code,refund_message";
  expect(await recordsOf(`kind,order,${all}\ntotal,1,accepted,5.00,USD,,,`)).toEqual([
    { line: 2, fields: total },
  ]);
  const alone = "kind,order,refund_amount\ntotal,1,5.00";
  await expect(recordsOf(alone)).rejects.toThrow(/--map amount=.?refund_amount/);
});

describe("a JSON array", () => {
  const two = [
    { line: 1, fields: total },
    { line: 2, fields: { kind: "total", comment: 'a "]", [{' } },
  ];

  test.each([
    '[{"kind":"total","order":"1"},\n{"kind":"total","comment":"a \\"]\\", [{"}]\n',
    '  [ {"kind":"total","order":"1"}\n,{"kind":"total",\r\n"comment":"a \\"]\\", [{" } ]',
  ])("is read with the lines on which its entries begin: %j", async (text) => {
    expect(await recordsOf(text)).toEqual(two);
  });

  test("is read however long its only line is", async () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, () => total));
    expect(await recordsOf(text)).toHaveLength(20_000);
  });

  test("is the same however it comes in pieces", async () => {
    const bytes = Buffer.from('[{"kind":"total","comment":"größe \\\\"},\r\n{"id":"]"}]');
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
    ["[]", []],
    ["[1]", [{ line: 1, cause: "it is not a JSON object" }]],
    ['[{"kind":}]', [{ line: 1, cause: "it is not JSON" }]],
    ['[\n{"amount":"1","amount":"2"}]', [{ line: 2, cause: 'The key "amount" appears twice' }]],
  ])("has a cause for what is wrong in %s", async (text, records) => {
    expect(await recordsOf(text)).toEqual(records);
  });

  test.each([
    ['[{"kind":"total"}', "its closing ] is missing"],
    ['[\n{"kind":"total"', "on line 2: the entry that begins here does not end"],
    ['[{"kind":"total"},]', "an entry is missing at a comma"],
    ["[] []", "something follows its end"],
    [`[{"comment":"${"x".repeat(200_000)}"}]`, "longer than"],
  ])("is refused where it is none", async (text, words) => {
    await expect(recordsOf(text)).rejects.toThrow(words);
  });
});

test("a line that goes on and on is refused by its number", async () => {
  await expect(recordsOf("kind,order\ntotal,1\n", "x".repeat(200_000))).rejects.toThrow(
    "Line 3 is longer",
  );
});

test.each(["", "  \n \n"])("a file of nothing (%j) has no records", async (text) => {
  expect(await recordsOf(text)).toEqual([]);
});
