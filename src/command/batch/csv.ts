import { UsageError } from "../../failure.ts";
import { type Delimiter, readCsvRecords } from "./csv-records.ts";
import type { Line } from "./lines.ts";
import { type Header, misreadRecord } from "./misread.ts";
import { type Column, columns, type Fields } from "./row.ts";
import type { InputRecord } from "./input-record.ts";

/**
 * Reads CSV whose first line names the columns, in any order; commas or semicolons separate.
 * @param first its first line that is not blank
 * @throws UsageError when a column is unknown or there twice
 */
export async function* readCsv(
  first: string,
  pages: AsyncIterable<readonly Line[]>,
): AsyncGenerator<InputRecord> {
  const delimiter = delimiterOf(first);
  let header: Header | null = null;
  for await (const record of readCsvRecords(pages, delimiter)) {
    if ("cause" in record) {
      if (header === null) throw new UsageError(`The header cannot be read: ${record.cause}.`);
      yield record;
      continue;
    }
    const { line, values } = record;
    if (header === null) {
      header = { names: readHeader(values), delimiter };
      continue;
    }
    const { names } = header;
    const misread = misreadRecord(line, values, header);
    if (misread !== null) yield misread;
    else if (values.length === names.length) yield { line, fields: fieldsOf(names, values) };
    else if (values.some((value) => value !== "")) {
      yield { line, cause: `it has ${values.length} values for ${names.length} columns` };
    }
  }
}

/** `items` uses semicolons too, so only the header can tell. */
function delimiterOf(header: string): Delimiter {
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

function readHeader(names: readonly string[]): readonly Column[] {
  const header = names.map((name) => {
    const column = columns.find((each) => each === name.toLowerCase());
    if (column !== undefined) return column;
    throw new UsageError(`Unknown column "${name}". The columns are: ${columns.join(", ")}.`);
  });
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw new UsageError(`The column "${repeated}" appears twice.`);
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
