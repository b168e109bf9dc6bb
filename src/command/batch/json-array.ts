import { UsageError } from "../../failure.ts";
import { nextTurn } from "./event-loop.ts";
import { longestRow } from "./lines.ts";

/** An entry of an array, with the line on which it begins and its place in the array, counted from 1. */
export interface Entry {
  readonly line: number;
  readonly place: number;
  readonly text: string;
}

/**
 * The entries of a JSON array, one after another and never all at once, on however many lines they stand.
 * What is no JSON inside of one is left to its reader. @throws UsageError when the array itself is not one
 */
export async function* entriesOf(texts: AsyncIterable<string>): AsyncGenerator<Entry> {
  let state: State = "start";
  let entry = "";
  let entryLine = 0;
  let place = 0;
  let line = 1;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let last = "";
  for await (const text of texts) {
    await nextTurn();
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const sign = text.charAt(at);
      if (sign === "\r" || (sign === "\n" && last !== "\r")) line += 1;
      last = sign;
      if (state !== "inside") {
        if (/\s/.test(sign)) continue;
        if (state === "start") {
          state = "before";
          continue;
        }
        if (state === "over") throw notAnArray(line, "something follows its end");
        if (sign === "]" && place === 0) {
          state = "over";
          continue;
        }
        if (sign === "," || sign === "]") throw notAnArray(line, "an entry is missing at a comma");
        state = "inside";
        entryLine = line;
        from = at;
        depth = 0;
      }
      if (inText) {
        if (escaped) escaped = false;
        else if (sign === "\\") escaped = true;
        else if (sign === '"') inText = false;
      } else if (sign === '"') inText = true;
      else if (sign === "{" || sign === "[") depth += 1;
      else if (depth > 0 && (sign === "}" || sign === "]")) depth -= 1;
      else if (depth === 0 && (sign === "," || sign === "]")) {
        place += 1;
        entry += text.slice(from, at);
        requireShort(entry, entryLine);
        yield { line: entryLine, place, text: entry };
        entry = "";
        state = sign === "," ? "before" : "over";
      }
    }
    if (state === "inside") entry += text.slice(from);
    requireShort(entry, entryLine);
  }
  requireOver(state, depth > 0 || inText ? entryLine : null, line);
}

type State = "start" | "before" | "inside" | "over";

/** @param openLine where an entry begins that does not end */
function requireOver(state: State, openLine: number | null, line: number): void {
  if (state === "over") return;
  if (state === "inside" && openLine !== null) {
    throw notAnArray(openLine, "the entry that begins here does not end");
  }
  throw notAnArray(line, "its closing ] is missing");
}

function requireShort(entry: string, line: number): void {
  if (entry.length > longestRow) {
    throw notAnArray(line, `an entry is longer than ${longestRow} characters`);
  }
}

function notAnArray(line: number, why: string): UsageError {
  return new UsageError(`The JSON array cannot be read on line ${line}: ${why}. Nothing was sent.`);
}
