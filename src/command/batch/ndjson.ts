import { type Column, columns } from "../../domain/row-columns.ts";
import { parseJson } from "../../parse-json.ts";
import { type NameReader, nameReader } from "./header.ts";
import { entriesOf } from "./json-array.ts";
import type { Line } from "./lines.ts";
import type { Naming, ReadingNotes } from "./reading.ts";
import type { Fields } from "./row.ts";
import type { InputRecord } from "./input-record.ts";

/** Reads one JSON object a line. Blank lines are passed over. */
export async function* readNdjson(
  pages: AsyncIterable<readonly Line[]>,
  naming: Naming,
  notes: ReadingNotes,
): AsyncGenerator<readonly InputRecord[]> {
  const readers = keyReaders(naming, notes);
  for await (const page of pages) {
    yield page
      .filter(({ text }) => text.trim() !== "")
      .map(({ line, text }) => ({
        place: { line, row: null, sheet: null },
        ...readObject(text, readers),
      }));
  }
}

/** Reads a JSON array of such objects. */
export async function* readJsonArray(
  texts: AsyncIterable<string>,
  naming: Naming,
  notes: ReadingNotes,
): AsyncGenerator<readonly InputRecord[]> {
  const readers = keyReaders(naming, notes);
  for await (const { line, place: row, text } of entriesOf(texts)) {
    yield [{ place: { line, row, sheet: null }, ...readObject(text, readers) }];
  }
}

type ObjectRead =
  { readonly fields: Fields; readonly written: readonly string[] } | { readonly cause: string };

function readObject(text: string, readers: KeyReaders): ObjectRead {
  const json = parseJson(text);
  if (json === null) return { cause: "it is not JSON" };
  const { value, repeated } = json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { cause: "it is not a JSON object" };
  }
  if (repeated !== null) return { cause: `The key "${repeated}" appears twice` };
  const entries = Object.entries(value);
  const read = readEntries(entries, readers(Object.keys(value)));
  return "cause" in read ? read : { fields: read.fields, written: [JSON.stringify(value)] };
}

type KeyReaders = (keys: readonly string[]) => NameReader;

/** Most objects of a file have the same keys. A key that a map names may be left out, as any other. */
function keyReaders(naming: Naming, notes: ReadingNotes): KeyReaders {
  const seen = new Set<string>();
  const usualMap = new Map([...naming.usualMap, ...naming.map]);
  const lenient: Naming = { ...naming, map: new Map(), usualMap };
  let last: { readonly keys: string; readonly reader: NameReader } | null = null;
  return (keys) => {
    const joined = JSON.stringify(keys);
    if (last?.keys !== joined) {
      last = { keys: joined, reader: nameReader(keys, lenient) };
      for (const key of keys) seen.add(key);
      notes.shape({ header: [...seen] });
    }
    return last.reader;
  };
}

function readEntries(
  entries: readonly (readonly [string, unknown])[],
  { read }: NameReader,
): { readonly fields: Fields } | { readonly cause: string } {
  const fields: Partial<Record<Column, string>> = {};
  for (const [name, each] of entries) {
    const column = read(name);
    if (column === "ignored") continue;
    if (column === null || column === "nameless") {
      return { cause: `unknown key "${name}"; the keys are: ${columns.join(", ")}` };
    }
    if (fields[column] !== undefined) return { cause: `"${name}" is ${column} once more` };
    const text = readValue(column, each);
    if (text === null) return { cause: `${name} must be text, in quotes` };
    if (text !== "") fields[column] = text;
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
