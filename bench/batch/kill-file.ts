import { writeFileSync } from "node:fs";
import { generatedLineItemId, generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { rowXml, workbookOf } from "../../test/support/workbook.ts";

/** How the list of a campaign is written. */
export type KillFormat = "csv" | "xlsx";

/** The list of a campaign: every kind of refund, each of an order or line item of its own. */
export interface KillFile {
  /** Of the orders and line items that are in it once it was edited. */
  readonly numbers: readonly string[];
  /** Writes it as it is at first: some rows are wrong, and some are not there yet. */
  readonly write: (path: string) => void;
  /** Writes it with the wrong rows corrected and the others added. */
  readonly writeEdited: (path: string) => void;
}

interface Line {
  readonly number: string;
  readonly cells: readonly string[];
  /** What it says before somebody corrects it; null where it is not there before. */
  readonly before: readonly string[] | null;
}

const header = ["kind", "order", "lineitem", "amount", "currency", "items", "reason", "category"];

export function killFile(count: number, format: KillFormat, random: () => number): KillFile {
  const lines = Array.from({ length: count }, (_none, index) => lineOf(index, random));
  const writeRows = (path: string, rows: readonly (readonly string[])[]): void => {
    writeFileSync(path, format === "csv" ? csvOf(rows) : sheetOf(rows));
  };
  return {
    numbers: lines.map(({ number }) => number),
    write: (path) => {
      writeRows(
        path,
        lines.flatMap(({ before }) => (before === null ? [] : [before])),
      );
    },
    writeEdited: (path) => {
      writeRows(
        path,
        lines.map(({ cells }) => cells),
      );
    },
  };
}

function lineOf(index: number, random: () => number): Line {
  const order = generatedOrderNumber(index);
  const lineItem = generatedLineItemId(index);
  const amount = (text: string) => ["partial", order, "", text, "USD", "", "Other", ""];
  const kinds = [
    ["total", order, "", "", "", "", "Other", ""],
    ["partial", order, "", "", "", "GEN-A", "Other", ""],
    amount("3.00"),
    ["lineitem", order, "GEN-B", "5.00", "USD", "", "Other", ""],
    ["legacy", "", lineItem, "", "", "", "", "16"],
  ];
  const cells = kinds[Math.floor(random() * kinds.length)] ?? [];
  const chance = random();
  // More than any order was paid.
  if (chance < 0.1) return { number: order, cells: amount("3.00"), before: amount("9999.00") };
  const number = cells[0] === "legacy" ? lineItem : order;
  return { number, cells, before: chance < 0.2 ? null : cells };
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}

function sheetOf(rows: readonly (readonly string[])[]): Buffer {
  const written = [header, ...rows].map((cells, index) =>
    rowXml(
      index + 1,
      cells.map((cell) => (cell === "" ? null : cell)),
    ),
  );
  return workbookOf([{ name: "Refunds", rows: written.join("") }]);
}
