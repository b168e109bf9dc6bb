import { describe, expect, test } from "vitest";
import { noteReading, type SheetReading } from "../../../src/command/batch/reading.ts";
import { readRecords } from "../../../src/command/batch/records.ts";
import { archiveOf, rowXml, type SheetParts, workbookOf } from "../../support/workbook.ts";

const header = rowXml(1, ["kind", "order", "amount", "currency", "reason", "comment"]);
const row = (...cells: readonly (string | null)[]) => rowXml(2, ["partial", ...cells]);
const plain = row("73152871", "10.50", "USD", "Other");
const sheet = (rows: string, more: Partial<SheetParts> = {}): SheetParts => ({
  name: "Sheet1",
  rows,
  ...more,
});

interface Wanted extends Partial<SheetReading> {
  readonly decimal?: "," | ".";
}

async function read(bytes: Buffer, { decimal, ...stated }: Wanted = {}) {
  const found: object[] = [];
  const pages = readRecords(pieces(bytes), {
    reading: {
      encoding: null,
      decimal: decimal ?? null,
      naming: { map: new Map(), usualMap: new Map(), ignoreOthers: false },
      sheet: { name: null, formulaValues: false, includeHidden: false, ...stated },
    },
    notes: noteReading().notes,
    keepsWritten: false,
  });
  for await (const page of pages) {
    for (const record of page) {
      const { place } = record;
      found.push("cause" in record ? { place, cause: record.cause } : { place, ...record.fields });
    }
  }
  return found;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
  await Promise.resolve();
}

const inSheet = (rows: string, wanted?: Wanted) => read(workbookOf([sheet(header + rows)]), wanted);

/** Where the only row of these tests stands. */
const place = { line: 2, row: 2, sheet: "Sheet1" };
const text = { kind: "partial", order: "73152871", amount: "10.50", currency: "USD" };

test.each<[string, string, object]>([
  ["texts", row("73152871", "10.50", "USD"), text],
  ["a whole number", row("<c><v>73152871</v></c>", "10.50", "USD"), text],
  ["a number in short", row("<c><v>7.3152871E+7</v></c>", "10.50", "USD"), text],
  ["money", row("73152871", '<c s="4"><v>10.5</v></c>', "USD"), { ...text, amount: "10.5" }],
  [
    "money that is off by what a double cannot hold",
    row("73152871", "<c><v>10.499999999999999</v></c>", "USD"),
    { ...text, amount: "10.5" },
  ],
  [
    "a formula where nothing depends on it",
    row("73152871", "10.50", "USD", '<c t="str"><f>A1</f><v>Other</v></c>'),
    { ...text, reason: "Other" },
  ],
  [
    "a cell between that is left out",
    rowXml(2, ["partial", "73152871", null, "USD"]),
    { kind: "partial", order: "73152871", currency: "USD" },
  ],
  [
    "what XML cannot hold",
    row("73152871", "10.50", "USD", null, "a_x000A_b"),
    { ...text, comment: "a\nb" },
  ],
])("a row is read with %s", async (_what, rows, fields) => {
  expect(await inSheet(rows)).toEqual([{ place, ...fields }]);
});

test("a text is read from the workbook's list of them, runs joined and readings left out", async () => {
  const strings = ["x", "Oth</t></si><si><r><t>Ot</t></r><r><t>her</t></r><rPh><t>no</t></rPh><t>"];
  const rows = header + row("73152871", "10.50", "USD", '<c t="s"><v>2</v></c>');
  expect(await read(workbookOf([sheet(rows)], strings))).toEqual([
    { place, ...text, reason: "Other" },
  ]);
});

test.each<[string, string, string]>([
  ["a day", row("73152871", '<c s="1"><v>45000</v></c>', "USD"), "Sheet1!C2: amount is a date"],
  ["a time", row("73152871", '<c s="3"><v>0.5</v></c>', "USD"), "Sheet1!C2: amount is a date"],
  ["a percentage", row("73152871", '<c s="2"><v>0.5</v></c>', "USD"), "is a percentage"],
  [
    "an error",
    row("73152871", '<c t="e"><v>#REF!</v></c>', "USD"),
    "Sheet1!C2: amount holds #REF!",
  ],
  ["TRUE", row('<c t="b"><v>1</v></c>', "10.50", "USD"), "Sheet1!B2: order is TRUE or FALSE"],
  ["more digits than survive", row("<c><v>1234567890123456789</v></c>"), "more than 15 digits"],
  [
    "a formula for an order",
    row("<c><f>A1</f><v>73152871</v></c>"),
    "Sheet1!B2: order is a formula",
  ],
  ["an amount either way", row("73152871", "1.234", "USD"), "may be 1.234 or 1234"],
  ["no decimal number", row("73152871", "<c><v>0x10</v></c>", "USD"), "amount holds no number"],
  [
    "an order number with decimals",
    row("<c><v>73152870.99999999</v></c>", "10.50", "USD"),
    "Sheet1!B2: order is a number with decimals",
  ],
  ["a value under no name", rowXml(2, ["total", "1", null, null, null, null, "x"]), "Sheet1!G2"],
])("a cell with %s is refused by its name", async (_what, rows, words) => {
  expect(await inSheet(rows)).toEqual([{ place, cause: expect.stringContaining(words) as string }]);
});

test("a formula's saved value is taken for money when that is asked for, but not a missing one", async () => {
  const rows = row("<c><f>A1</f><v>73152871</v></c>", "<c><f>1+1</f></c>", "USD");
  expect(await inSheet(rows, { formulaValues: true })).toEqual([
    {
      place,
      cause:
        "Sheet1!C2: amount is a formula that was never calculated; open the file in a spreadsheet and save it",
    },
  ]);
});

test("cells that one formula fills are formulas, wherever that stands", async () => {
  const filled = (ref: string, kind: string) =>
    `<c t="str"><f t="array" ref="${ref}">FILTER(Raw!A:E,1)</f><v>${kind}</v></c>`;
  const cells = ["<c><v>73152871</v></c>", "<c><v>10.5</v></c>", '<c t="str"><v>USD</v></c>'];
  const below = rowXml(3, ["partial", ...cells]);
  const outside = rowXml(4, ["partial", ...cells]);
  const rows = rowXml(2, [filled("A2:D3", "partial"), ...cells]) + below + outside;
  const isFormula = { cause: expect.stringContaining("order is a formula") as string };
  expect(await inSheet(rows)).toMatchObject([isFormula, isFormula, { amount: "10.5" }]);
  expect(await inSheet(rows, { formulaValues: true })).toMatchObject(
    [text, text, text].map((each) => ({ ...each, amount: "10.5" })),
  );
  const fromHeader = rowXml(1, [filled("A1:C2", "kind"), "order", "amount", "currency"]);
  expect(
    await read(workbookOf([sheet(fromHeader + rowXml(2, ["partial", ...cells]))])),
  ).toMatchObject([isFormula]);
});

test("a shared formula says of each of its cells itself that it is one", async () => {
  const shared = '<c><f t="shared" ref="C2:C3" si="0">1+1</f><v>2</v></c>';
  const rows = row("73152871", shared, "USD") + rowXml(3, ["partial", "73152871", "10.50", "USD"]);
  expect(await inSheet(rows)).toMatchObject([
    { cause: expect.stringContaining("amount is a formula") as string },
    { amount: "10.50" },
  ]);
});

test("what other programs add to a cell or a sheet is not read", async () => {
  const more = "<extLst><ext><v>7</v></ext></extLst>";
  const rows = row("73152871", `<c><v>10.5</v>${more}</c>`, "USD");
  const table = `<extLst><ext><sheetData>${rowXml(3, ["total", "1"])}</sheetData></ext></extLst>`;
  expect(await read(workbookOf([sheet(header + rows, { behind: table })]))).toEqual([
    { place, ...text, amount: "10.5" },
  ]);
});

test.each([
  ["two values in a cell", row("73152871", "<c><v>1</v><v>5</v></c>")],
  ["two texts in a cell", row("1", '<c t="inlineStr"><is><t>1</t></is><is><t>5</t></is></c>')],
  [
    "a cell of another row",
    '<row r="2"><c r="A2" t="inlineStr"><is><t>total</t></is></c><c r="B9"><v>1</v></c></row>',
  ],
])("a sheet with %s is refused", async (_what, rows) => {
  await expect(inSheet(rows)).rejects.toThrow("The workbook cannot be read");
});

test("a sheet with two tables of cells is refused", async () => {
  const behind = `<sheetData>${rowXml(3, ["total", "1"])}</sheetData>`;
  await expect(read(workbookOf([sheet(header + plain, { behind })]))).rejects.toThrow("two tables");
});

test("the decimal sign that is said holds for texts, and a number needs none", async () => {
  const rows = `${row("73152871", "1.234,50", "USD")}${rowXml(3, ["partial", "1", "<c><v>1.25</v></c>"])}`;
  expect(await inSheet(rows, { decimal: "," })).toMatchObject([
    { amount: "1234.50" },
    { amount: "1.25" },
  ]);
});

test("a row out of nothing is passed over, and rows keep their numbers", async () => {
  const rows = `${rowXml(2, [" ", null])}<row r="3"><c r="A3" s="1"/></row>${rowXml(9, ["total", "1"])}`;
  expect(await inSheet(rows)).toEqual([
    { place: { line: 9, row: 9, sheet: "Sheet1" }, kind: "total", order: "1" },
  ]);
});

test("an XML prefix changes nothing", async () => {
  const prefixed = (xml: string) => xml.replaceAll(/<(\/?)(?=[a-z])/gi, "<$1x:");
  const rows = workbookOf([sheet("")], [], {
    "xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="urn:x"><x:sheetData>${prefixed(header + plain)}</x:sheetData></x:worksheet>`,
  });
  expect(await read(rows)).toMatchObject([text]);
});

describe("nobody sees", () => {
  const hiddenRow = rowXml(3, ["total", "1"], 'hidden="1"');
  const columns = '<cols><col min="3" max="4" hidden="1"/></cols>';

  test.each<[string, SheetParts, string]>([
    ["a hidden row", sheet(header + plain + hiddenRow), "hidden rows (3)"],
    ["hidden columns", sheet(header + plain, { before: columns }), "hidden columns (C, D)"],
  ])("%s, which is refused unless it is meant", async (_what, parts, words) => {
    await expect(read(workbookOf([parts]))).rejects.toThrow(words);
    await expect(read(workbookOf([parts]))).rejects.toThrow("--include-hidden");
    expect((await read(workbookOf([parts]), { includeHidden: true })).length).toBeGreaterThan(0);
  });

  test("an empty hidden row, which is nothing", async () => {
    const parts = sheet(header + plain + rowXml(3, [], 'hidden="1"'));
    expect(await read(workbookOf([parts]))).toHaveLength(1);
  });
});

test.each([
  ["B2:B9", true],
  ["A9:C9", false],
  ["H1:J1", false],
])("cells merged as %s are refused inside of the table alone", async (ref, isRefused) => {
  const behind = `<mergeCells><mergeCell ref="${ref}"/></mergeCells>`;
  const reading = read(workbookOf([sheet(header + plain, { behind })]));
  if (isRefused) await expect(reading).rejects.toThrow(ref);
  else expect(await reading).toHaveLength(1);
});

describe("of several sheets", () => {
  const other = { name: "Other", rows: header + row("73152884", "1.00", "USD") };
  const both = [sheet(header + plain), other];

  test("one must be named when more than one holds something", async () => {
    await expect(read(workbookOf(both))).rejects.toThrow("--sheet 'Sheet1'");
    expect(await read(workbookOf(both), { name: "Other" })).toMatchObject([{ order: "73152884" }]);
  });

  test("those that hold nothing do not matter", async () => {
    const empty = { name: "Sheet2", rows: '<row r="1"><c r="A1" s="1"/></row>' };
    expect(await read(workbookOf([sheet(header + plain), empty]))).toHaveLength(1);
  });

  test("one that is not there is told with those that are", async () => {
    await expect(read(workbookOf(both), { name: "other" })).rejects.toThrow('"Sheet1", "Other"');
  });
});

describe("a workbook is refused", () => {
  const bomb = Buffer.alloc(33 * 1024 * 1024, " ");

  test.each<[string, () => Buffer, string]>([
    ["cut off", () => workbookOf([sheet(header)]).subarray(0, 300), "cannot be read"],
    ["of the binary kind", () => archiveOf({ "xl/workbook.bin": "" }), ".xlsb"],
    ["that is another document", () => archiveOf({ "word/document.xml": "" }), "a Word document"],
    ["of OpenDocument", () => archiveOf({ "content.xml": "" }), ".ods"],
    ["that is an archive of files", () => archiveOf({ "refunds.csv": "" }), "a zip archive"],
    ["whose XML is none", () => workbookOf([sheet("<row")]), "cannot be read"],
    [
      "that declares entities",
      () =>
        workbookOf([sheet("")], [], {
          "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "b">]><worksheet/>',
        }),
      "entities",
    ],
    [
      "whose styles unpack to more than any have",
      () => workbookOf([sheet("")], [], { "xl/styles.xml": bomb }),
      "unpacks to",
    ],
    [
      "with a text without an end",
      () => workbookOf([sheet(rowXml(1, ["x".repeat(2_000_000)]))]),
      "a value in it is too long",
    ],
    ["whose rows are out of order", () => workbookOf([sheet(plain + header)]), "out of order"],
    ["without a sheet", () => workbookOf([]), "has no sheet"],
  ])("%s", async (_what, bytes, words) => {
    await expect(read(bytes())).rejects.toThrow(words);
  });
});

test("macros and links in a workbook do not matter", async () => {
  const more = { "xl/vbaProject.bin": "Auto_Open", "xl/externalLinks/externalLink1.xml": "<x/>" };
  expect(await read(workbookOf([sheet(header + plain)], [], more))).toMatchObject([text]);
});

test("a title above the header is named", async () => {
  const rows = rowXml(1, ["Refunds of October"]) + rowXml(3, ["kind", "order"]);
  await expect(read(workbookOf([sheet(rows)]))).rejects.toThrow("row 3 looks like the header");
});
