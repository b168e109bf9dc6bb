import { UsageError } from "../failure.ts";
import { readCsv } from "./csv.ts";
import { readNdjson } from "./ndjson.ts";
import type { Fields } from "./row.ts";

/** One record of the input, with the line on which it begins; or why it is none. */
export type InputRecord =
  | { readonly line: number; readonly fields: Fields }
  | { readonly line: number; readonly cause: string };

/**
 * The records of a file, one after another and never all at once. CSV or NDJSON is told by the first
 * character. @throws UsageError for bytes that are not UTF-8, or a header that cannot be read
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<InputRecord> {
  const texts = withPlainLineEnds(decode(bytes));
  const first = await firstText(texts);
  if (first === null) return;
  const whole = startingWith(first, texts);
  yield* first.trimStart().startsWith("{") ? readNdjson(whole) : readCsv(first, whole);
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

/** csv-parse counts a CRLF inside quotes as two lines. */
async function* withPlainLineEnds(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = "";
  for await (const text of texts) {
    const whole = held + text;
    held = whole.endsWith("\r") ? "\r" : "";
    yield whole.slice(0, whole.length - held.length).replaceAll("\r\n", "\n");
  }
  yield held;
}

/** Enough to hold the first line, or all there is; null when there is nothing but blanks. */
async function firstText(texts: AsyncGenerator<string>): Promise<string | null> {
  let text = "";
  for (;;) {
    const next = await texts.next();
    if (next.done === true) return text.trim() === "" ? null : text;
    text += next.value;
    if (/\S[^]*\n/.test(text)) return text;
  }
}

async function* startingWith(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
