import { type Column, columns } from "../../domain/row-columns.ts";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../domain/nearest.ts";
import { shellWord } from "../../render/shell-word.ts";
import type { Naming } from "./reading.ts";

/** What a column of a file is. One without a name is passed over as long as nothing stands in it. */
export type HeaderCell = Column | "nameless" | "ignored";

/**
 * Columns that this program adds to results. A file that has all of them is such a file, and they are skipped; one
 * alone is the author's own.
 */
export const resultColumns = [
  ...(["refund_outcome", "refund_amount", "refund_currency"] as const),
  ...(["refund_attempt", "refund_code", "refund_message"] as const),
] as const;

/** Of names as a file has them: which of them are those of results. */
export function whichAreResults(names: readonly string[]): readonly boolean[] {
  const words = names.map(plain);
  const hasAll = resultColumns.every((column) => words.includes(column));
  return words.map((word) => hasAll && resultColumns.some((column) => column === word));
}

/** Tells what the names of a file's columns or keys stand for. */
export interface NameReader {
  /** Null when nothing says what this is. */
  readonly read: (name: string) => HeaderCell | null;
}

/**
 * @param names all of the file's
 * @throws UsageError when a header that was mapped is not there, or beside the column that it stands for
 */
export function nameReader(names: readonly string[], naming: Naming): NameReader {
  const there = new Set(names.map(plain));
  const results = whichAreResults(names);
  const ofResults = new Set(names.filter((_name, index) => results[index]).map(plain));
  const columnOf = new Map<string, Column>();
  for (const [column, header] of naming.map) {
    if (!there.has(plain(header))) throw notThere(column, header, names);
    columnOf.set(plain(header), column);
  }
  for (const [column, header] of naming.usualMap) {
    if (there.has(plain(header)) && !naming.map.has(column)) columnOf.set(plain(header), column);
  }
  const mapped = new Map([...columnOf].map(([header, column]) => [column, header]));
  return {
    read: (name) => {
      const word = plain(name);
      const meant = columnOf.get(word);
      if (meant !== undefined) return meant;
      const column = columns.find((each) => each === word);
      if (column !== undefined) {
        const other = mapped.get(column);
        if (other !== undefined) throw bothThere(column, other);
        return column;
      }
      if (word === "") return "nameless";
      return naming.ignoreOthers || ofResults.has(word) ? "ignored" : null;
    },
  };
}

/** @throws UsageError that names all unknown columns, or the one that is there twice */
export function readHeader(names: readonly string[], naming: Naming): readonly HeaderCell[] {
  const reader = nameReader(names, naming);
  const cells = names.map(reader.read);
  const unknown = names.filter((_name, index) => cells[index] === null);
  if (unknown.length > 0) throw new UsageError(unknownColumns(unknown, cells));
  const known = cells.filter((cell) => cell !== null);
  const repeated = known.find(
    (cell, index) => cell !== "nameless" && cell !== "ignored" && known.indexOf(cell) !== index,
  );
  if (repeated !== undefined) throw new UsageError(`The column "${repeated}" appears twice.`);
  return known;
}

/** A line that names a kind and an order, or a line item, names columns. */
export function looksLikeHeader(names: readonly string[]): boolean {
  const words = names.map(plain);
  return words.includes("kind") && (words.includes("order") || words.includes("lineitem"));
}

/** Names that look the same are the same: a line break in a cell, or how an accent is encoded, does not show. */
function plain(name: string): string {
  return name.normalize("NFC").trim().replaceAll(/\s+/g, "\u0020").toLowerCase();
}

function notThere(column: Column, header: string, names: readonly string[]): UsageError {
  const known = names.filter((name) => name.trim() !== "");
  return new UsageError(
    `--map ${shellWord(`${column}=${header}`)}: the file has no column "${header}"; it has ${known.join(", ")}.${didYouMean(header, known)}`,
  );
}

function bothThere(column: Column, header: string): UsageError {
  return new UsageError(
    `The file has a column "${column}", and also "${header}", which is mapped to ${column}. Keep one of the two. Nothing was sent.`,
  );
}

function unknownColumns(unknown: readonly string[], cells: readonly (HeaderCell | null)[]): string {
  const named = unknown.map((name) => `"${name}"`).join(", ");
  const free = columns.filter((column) => !cells.includes(column));
  const maps = unknown.map((name) => {
    const column = guessed(name, free);
    return `--map ${column ?? "<column>"}=${shellWord(name)}`;
  });
  const [noun, pronoun] = unknown.length === 1 ? ["column", "it is"] : ["columns", "they are"];
  return `Unknown ${noun} ${named}. The columns are: ${columns.join(", ")}. If ${pronoun} one of these, add ${maps.join(" ")}. To skip other columns, add --ignore-other-columns. Nothing was sent.`;
}

/** What a header probably means. Only a hint: nothing is read by it. */
function guessed(name: string, free: readonly Column[]): Column | null {
  const words = plain(name).split(/[^a-z]+/);
  const found = free.find((column) => words.includes(column));
  if (found !== undefined) return found;
  return words.includes("type") && free.includes("kind") ? "kind" : null;
}
