import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { rowXml, workbookOf } from "../../test/support/workbook.ts";

/** A folder for files and journals, to be removed at the end. */
export function makeFolder(): { readonly path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "refund-bench-"));
  return {
    path: (name) => join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A CSV file that refunds generated orders in full, one row each. */
export function writeTotals(path: string, first: number, count: number): Promise<void> {
  const header = "kind,order,reason,comment,ticket";
  return writeRows(path, header, count, (row) => {
    const index = first + row;
    return `total,${generatedOrderNumber(index)},Other,,T-${index}`;
  });
}

/** The same with parts of them, and more said of each. */
export function writePartials(path: string, first: number, count: number): Promise<void> {
  const header = "id,kind,order,amount,currency,reason,comment,ticket";
  return writeRows(path, header, count, (row) => {
    const index = first + row;
    const amount = `${(index % 97) + 1}.${String(index % 100).padStart(2, "0")}`;
    const order = generatedOrderNumber(index);
    return `R-${index},partial,${order},${amount},USD,Other,"Sorry, our fault",T-${index}`;
  });
}

async function writeRows(
  path: string,
  header: string,
  count: number,
  rowOf: (row: number) => string,
): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${header}\n`);
  for (let row = 0; row < count; row++) {
    if (!file.write(`${rowOf(row)}\n`)) await once(file, "drain");
  }
  await new Promise<void>((resolve) => file.end(resolve));
}

/** A workbook that refunds generated orders in full; no two rows share a text. */
export function writeWorkbook(path: string, count: number): void {
  const rows = [rowXml(1, ["kind", "order", "reason", "ticket"])];
  const strings = ["total", "Other"];
  for (let row = 0; row < count; row++) {
    const texts = [0, 1, strings.push(`T-${row}`) - 1].map(
      (place) => `<c t="s"><v>${place}</v></c>`,
    );
    const [kind = "", reason = "", ticket = ""] = texts;
    const order = `<c><v>${generatedOrderNumber(row)}</v></c>`;
    rows.push(rowXml(row + 2, [kind, order, reason, ticket]));
  }
  writeFileSync(path, workbookOf([{ name: "Refunds", rows: rows.join("") }], strings));
}
