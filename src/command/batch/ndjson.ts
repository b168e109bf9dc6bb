import { parseJson } from "../../parse-json.ts";
import type { Line } from "./lines.ts";
import { type Column, columns, type Fields } from "./row.ts";
import type { InputRecord } from "./input-record.ts";

/** Reads one JSON object a line. Blank lines are passed over. */
export async function* readNdjson(
  pages: AsyncIterable<readonly Line[]>,
): AsyncGenerator<InputRecord> {
  for await (const page of pages) {
    for (const { line, text } of page) {
      if (text.trim() !== "") yield { line, ...readObject(text) };
    }
  }
}

function readObject(text: string): { readonly fields: Fields } | { readonly cause: string } {
  const json = parseJson(text);
  if (json === null) return { cause: "it is not JSON" };
  const { value, repeated } = json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { cause: "it is not a JSON object" };
  }
  if (repeated !== null) return { cause: `The key "${repeated}" appears twice` };
  const fields: Partial<Record<Column, string>> = {};
  for (const [name, each] of Object.entries(value)) {
    const column = columns.find((known) => known === name);
    if (column === undefined) {
      return { cause: `unknown key "${name}"; the keys are: ${columns.join(", ")}` };
    }
    const read = readValue(column, each);
    if (read === null) return { cause: `${name} must be text, in quotes` };
    if (read !== "") fields[column] = read;
  }
  return { fields };
}

/** Numbers that only count, such as an order's, may be written as numbers; money never. */
function readValue(column: Column, value: unknown): string | null {
  if (value === null) return "";
  if (typeof value === "string") return value.trim();
  const counts = column === "order" || column === "lineitem" || column === "category";
  return counts && typeof value === "number" && Number.isSafeInteger(value) ? `${value}` : null;
}
