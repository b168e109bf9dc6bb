import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";

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
export async function writeTotals(path: string, first: number, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("kind,order,reason,comment,ticket\n");
  for (let index = first; index < first + count; index++) {
    const row = `total,${generatedOrderNumber(index)},Other,,T-${index}\n`;
    if (!file.write(row)) await once(file, "drain");
  }
  await new Promise<void>((resolve) => file.end(resolve));
}
