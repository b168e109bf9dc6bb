import { readCsv } from "./csv.ts";
import { decode, peek, type Peeked } from "./decode.ts";
import { isZip, refuseOtherKinds } from "./file-kind.ts";
import { type Line, linesOf } from "./lines.ts";
import { readJsonArray, readNdjson } from "./ndjson.ts";
import type { InputRecord, RecordsWanted } from "./input-record.ts";
import { UsageError } from "../../failure.ts";

/**
 * The records of a file, some at a time and never all at once. What it is, is told by how it begins,
 * whatever its name. @throws UsageError for bytes that are no text, for a header that cannot be read, and for
 * what is no list of refunds
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  wanted: RecordsWanted,
): AsyncGenerator<readonly InputRecord[]> {
  const peeked = await peek(bytes);
  try {
    refuseOtherKinds(peeked.head);
    if (isZip(peeked.head)) {
      const { readWorkbook } = await import("./xlsx/workbook.ts");
      yield* readWorkbook(peeked.bytes, wanted);
      return;
    }
    if (wanted.reading.sheet.name !== null) {
      throw new UsageError("--sheet names a sheet of a workbook (.xlsx), and the file is none.");
    }
    yield* readText(peeked, wanted);
  } finally {
    await peeked.bytes.return(undefined);
  }
}

async function* readText(
  peeked: Peeked,
  wanted: RecordsWanted,
): AsyncGenerator<readonly InputRecord[]> {
  const { reading, notes } = wanted;
  const ends = watchEnds(decode(peeked, reading.encoding, notes));
  const start = await behindBlanks(ends.texts);
  if (start === null) return;
  if (start.sign === "[") {
    notes.shape({ format: "json", lineEnd: ends.first() });
    yield* readJsonArray(start.texts, reading.naming, notes);
    return;
  }
  const pages = linesOf(start.texts);
  if (start.sign === "{") {
    notes.shape({ format: "ndjson", lineEnd: ends.first() });
    yield* readNdjson(pages, reading.naming, notes);
  } else {
    const page = await firstLine(pages);
    notes.shape({ lineEnd: ends.first() });
    yield* readCsv(
      { ...page, lineEnd: ends.first(), keepsWritten: wanted.keepsWritten },
      reading,
      notes,
    );
  }
  if (ends.isCut()) {
    notes.warn(
      "The last line of the file does not end. If the file was cut off, its last row may say less than was meant.",
    );
  }
}

const maxBlanks = 1_000_000;

/** The same texts, and how their lines end. */
function watchEnds(source: AsyncIterable<string>) {
  let first: string | null = null;
  let last = "\n";
  async function* watched(): AsyncGenerator<string> {
    for await (const text of source) {
      first ??= /\r\n|\n|\r(?=.)/.exec(text)?.[0] ?? null;
      last = text.at(-1) ?? last;
      yield text;
    }
  }
  return {
    texts: watched(),
    first: () => first ?? "\n",
    isCut: () => last !== "\n" && last !== "\r",
  };
}

/** The first character that is no blank, and the texts from their very beginning; null when there is none. */
async function behindBlanks(texts: AsyncGenerator<string>) {
  const blank: string[] = [];
  let size = 0;
  for (;;) {
    const next = await texts.next();
    if (next.done === true) return null;
    size += next.value.length;
    if (size > maxBlanks && blank.length > 0) {
      throw new UsageError(
        `The file begins with ${maxBlanks} blanks, so it is no list of refunds.`,
      );
    }
    blank.push(next.value);
    const sign = next.value.trimStart().charAt(0);
    if (sign !== "") return { sign, texts: startingWith(blank, texts) };
  }
}

/** The first line that says something; the lines begin with those before it all the same. */
async function firstLine(pages: AsyncGenerator<readonly Line[]>) {
  const blank: (readonly Line[])[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return { first: "", pages: startingWith(blank, pages) };
    blank.push(next.value);
    const first = next.value.find((line) => line.text.trim() !== "")?.text.trim();
    if (first !== undefined) return { first, pages: startingWith(blank, pages) };
  }
}

async function* startingWith<T>(first: readonly T[], rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}
