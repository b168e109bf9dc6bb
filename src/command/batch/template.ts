import { columns } from "../../domain/row-columns.ts";
import { nothing, visibleLines } from "../../safe-text.ts";
import type { Rendered } from "../../render/rendered.ts";

/** An example with one row of each kind. */
export function renderTemplate(): Rendered {
  const rows = [
    [
      "total",
      "73152871",
      "",
      "241.49",
      "USD",
      "",
      "Duplicate purchase",
      "",
      "",
      "T-1001",
      "1",
      "",
      "",
    ],
    ["partial", "73152878", "", "", "", "SUITE:1", "Other", "", "Sorry!", "T-1002", "2", "", ""],
    ["partial", "73152880", "", "5.00", "USD", "", "Other", "", "", "T-1003", "3", "", ""],
    ["lineitem", "73152884", "NOTES", "", "USD", "", "Other", "", "", "T-1004", "4", "", "10.00"],
    ["legacy", "", "1234567890", "", "", "", "", "Out of stock", "", "T-1005", "5", "", ""],
  ];
  const file = [columns, ...rows].map((row) => `${row.join(",")}\n`).join("");
  return { code: 0, out: visibleLines(file), err: nothing };
}
