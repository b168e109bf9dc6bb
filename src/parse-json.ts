/**
 * The value of a key that was given twice: nobody knows which of the two was meant. It is not a text, a
 * number or an object, so such a field is unreadable for whoever reads it.
 */
export const givenTwice: unique symbol = Symbol("given twice");

/** JSON that was complete. */
export interface Json {
  readonly value: unknown;
  /** The first key, at any depth, that was given twice; null when none was. */
  readonly repeated: string | null;
}

/** Reads JSON as `JSON.parse` does, but takes no value from a key given twice. Null if it is not JSON. */
export function parseJson(text: string): Json | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  // The scan costs more than the rest of reading an answer, and hardly any needs it.
  if (colonsAfterQuotes(text) === countOfKeys(value)) return { value, repeated: null };
  const repeated = repeatedKeys(text, value);
  for (const { object, key } of repeated) object[key] = givenTwice;
  return { value, repeated: repeated[0]?.key ?? null };
}

/** Whether a value read by `parseJson` contains a key given twice. */
export function holdsRepeats(value: unknown): boolean {
  if (value === givenTwice) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsRepeats);
}

/** Each key of a JSON text ends in a quote and a colon. Those within a text value only make it more. */
function colonsAfterQuotes(text: string): number {
  return text.match(/"\s*:/g)?.length ?? 0;
}

/** Of those given twice, only one is left. */
function countOfKeys(root: unknown): number {
  let count = 0;
  const left = [root];
  // Not by calling itself: an answer may be deeper than the stack.
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    const members: readonly unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += members.length;
    for (const member of members) left.push(member);
  }
  return count;
}

interface Repeated {
  readonly object: Record<string, unknown>;
  readonly key: string;
}

/** An object or list that the scan is inside of. */
interface Container {
  /** Null for a list. */
  readonly keys: Set<string> | null;
  /** What `JSON.parse` made of it; for a value that a later one replaced, the later one. */
  readonly value: unknown;
  key: string;
  index: number;
}

/** Walks through a text that is known to be JSON, together with its parsed value. Only used once. */
function repeatedKeys(text: string, root: unknown): readonly Repeated[] {
  const found: Repeated[] = [];
  const inside: Container[] = [];
  const begin = (keys: Set<string> | null) => {
    const within = inside.at(-1);
    inside.push({ keys, value: within === undefined ? root : memberOf(within), key: "", index: 0 });
  };
  for (let at = 0; at < text.length; at++) {
    const within = inside.at(-1);
    const sign = text[at];
    if (sign === "{") begin(new Set());
    else if (sign === "[") begin(null);
    else if (sign === "}" || sign === "]") inside.pop();
    else if (sign === "," && within !== undefined) within.index += 1;
    else if (sign === '"') {
      const end = endOfString(text, at);
      const keys = within?.keys ?? null;
      if (within !== undefined && keys !== null && isKey(text, end)) {
        within.key = String(JSON.parse(text.slice(at, end)));
        if (keys.has(within.key) && isObject(within.value)) {
          found.push({ object: within.value, key: within.key });
        }
        keys.add(within.key);
      }
      at = end - 1;
    }
  }
  return found;
}

/** The value in which the scan continues. */
function memberOf({ value, keys, key, index }: Container): unknown {
  if (Array.isArray(value)) return keys === null ? (value as readonly unknown[])[index] : undefined;
  return isObject(value) && keys !== null ? value[key] : undefined;
}

/** The position after the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
}

/** In JSON, a string is a key if a colon follows. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \t\n\r".includes(text[at] ?? "?")) at += 1;
  return text[at] === ":";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
