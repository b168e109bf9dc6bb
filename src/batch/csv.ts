import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { UsageError } from "../failure.ts";
import { type Column, columns, type Fields } from "./row.ts";
import type { InputRecord } from "./source.ts";

/** No row comes near this; a longer one is a quote that nobody closed. */
const longestRecord = 100_000;

/**
 * Reads CSV whose first line names the columns, in any order; commas or semicolons separate.
 * @param first text that holds the whole first line
 * @throws UsageError when a column is unknown or there twice
 */
export async function* readCsv(
  first: string,
  texts: AsyncIterable<string>,
): AsyncGenerator<InputRecord> {
  const parser = parse({
    ...{ delimiter: delimiterOf(first), relax_column_count: true, skip_empty_lines: true },
    ...{ trim: true, info: true, max_record_size: longestRecord },
  });
  // A fault of the source ends the parser too, and so is thrown below.
  pipeline(Readable.from(texts), parser, () => undefined);
  let names: readonly Column[] | null = null;
  try {
    for await (const each of parser) {
      const { info, record } = each as ParsedRecord;
      const line = info.lines - newlinesIn(record);
      if (names === null) {
        names = readHeader(record);
      } else if (record.length === names.length) {
        yield { line, fields: fieldsOf(names, record) };
      } else if (record.some((value) => value !== "")) {
        yield { line, cause: `it has ${record.length} values for ${names.length} columns` };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quote that was never closed is noticed only where the file ends or the record grows too long.
    const line = Number(error["lines"]);
    yield { line, cause: `the file is not CSV somewhere above (${error.message})` };
  }
}

/** With `info`, as csv-parse documents it. */
interface ParsedRecord {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/** `items` uses semicolons too, so only the header can tell. */
function delimiterOf(text: string): "," | ";" {
  const header = text.trimStart().split("\n", 1)[0] ?? "";
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

function readHeader(names: readonly string[]): readonly Column[] {
  const header = names.map((name) => {
    const column = columns.find((each) => each === name.toLowerCase());
    if (column !== undefined) return column;
    throw new UsageError(`The column "${name}" is unknown; there are ${columns.join(", ")}.`);
  });
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw new UsageError(`The column "${repeated}" is there twice.`);
  return header;
}

function fieldsOf(names: readonly Column[], values: readonly string[]): Fields {
  const fields: Partial<Record<Column, string>> = {};
  names.forEach((name, index) => {
    const value = values[index] ?? "";
    if (value !== "") fields[name] = value;
  });
  return fields;
}

/** The parser counts to the record's end; people look for its beginning. */
function newlinesIn(record: readonly string[]): number {
  return record.reduce((count, value) => count + (value.split("\n").length - 1), 0);
}
