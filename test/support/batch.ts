import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RowDocument } from "../../src/render/documents/row-document.ts";
import { type Ended, type Machine } from "./context.ts";
import { valid } from "./document.ts";

/** A file in the machine's working folder; its path. */
export function fileOf(machine: Machine, text: string, name = "refunds.csv"): string {
  const path = join(machine.cwd, name);
  writeFileSync(path, text);
  return path;
}

/** The rows on stdout by line, each of the published schema. */
export function rowsOf({ out }: Pick<Ended, "out">): readonly RowDocument[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => valid(JSON.parse(line), "refund.row-1"))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
