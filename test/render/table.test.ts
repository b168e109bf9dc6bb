import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { renderTable as renderSafe } from "../../src/render/table.ts";

const renderTable = (...given: Parameters<typeof renderSafe>) => renderSafe(...given).text;

test("columns are as wide as their widest cell, and no line ends in spaces", () => {
  const rows = [
    ["Line", "Qty", "Price"],
    ["Team seat", "3", "100.00 USD"],
    ["Pro", "", ""],
  ];
  expect(renderTable(rows, { alignRight: [1, 2] })).toBe(
    ["Line       Qty       Price", "Team seat    3  100.00 USD", "Pro"].join("\n"),
  );
});

test("wide and combined characters stay in line", () => {
  const rows = [
    ["专业版许可证 🎉", "1"],
    ["Cafe\u0301", "2"],
    ["👩‍👩‍👧 family", "3"],
  ];
  const lines = renderTable(rows).split("\n");
  expect(lines.map((line) => stringWidth(line))).toEqual([18, 18, 18]);
});

test("the first column gives way to the terminal's width, cut at a whole character", () => {
  const rows = [
    ["A product with a long name", "100.00 USD"],
    ["专业版许可证专业版许可证专业版", "199.00 CNY"],
    ["Short", "1.00 USD"],
  ];
  const lines = renderTable(rows, { width: 30 }).split("\n");
  expect(lines).toEqual([
    "A product with a …  100.00 USD",
    "专业版许可证专业…   199.00 CNY",
    "Short               1.00 USD",
  ]);
});

test("columns give way one after the other", () => {
  const rows = [["a long name", "another long name", "12500.00 USD"]];
  const cut = (width: number) => renderTable(rows, { width, shrinkable: [1, 0] });
  expect(cut(40)).toBe("a long name  another long…  12500.00 USD");
  expect(cut(33)).toBe("a long n…  another…  12500.00 USD");
});

test("money is never cut, however narrow the terminal", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 200 }), (name, width) => {
      const table = renderTable([[name, "12500.00 USD"]], { width });
      expect(table.endsWith("  12500.00 USD")).toBe(true);
    }),
  );
});
