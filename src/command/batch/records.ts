import { UsageError } from "../../failure.ts";
import { readCsv } from "./csv.ts";
import { type Line, linesOf } from "./lines.ts";
import { readNdjson } from "./ndjson.ts";
import type { InputRecord } from "./input-record.ts";

/**
 * The records of a file, one after another and never all at once. CSV or NDJSON is told by the first
 * character. @throws UsageError for bytes that are not UTF-8, for a header that cannot be read, and for what
 * is no list of refunds
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<InputRecord> {
  const pages = linesOf(decode(bytes));
  try {
    const start = await skipBlankLines(pages);
    if (start === null) return;
    const whole = startingWith(start.page, pages);
    if (start.text.startsWith("[")) {
      throw new UsageError(
        "The file is a JSON array. Write one object on each line instead (NDJSON). Nothing was sent.",
      );
    }
    yield* start.text.startsWith("{") ? readNdjson(whole) : readCsv(start.text, whole);
  } finally {
    // Whoever still writes into a pipe learns that nobody reads on.
    await pages.return(undefined);
  }
}

/** Text without its byte order mark. A wrongly read comment would go to a customer. */
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError("The file is not UTF-8 text. Save it as CSV UTF-8 and run it again.");
  }
}

/** The first lines from one on that says something, and what that one says; null when none does. */
async function skipBlankLines(
  pages: AsyncGenerator<readonly Line[]>,
): Promise<{ readonly page: readonly Line[]; readonly text: string } | null> {
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return null;
    const page = next.value;
    const text = page.find((line) => line.text.trim() !== "")?.text.trim();
    if (text !== undefined) return { page, text };
  }
}

async function* startingWith(
  first: readonly Line[],
  rest: AsyncGenerator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  yield first;
  yield* rest;
}
