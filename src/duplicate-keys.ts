/**
 * The first key that appears twice in one object of a JSON text, however it is escaped; null if none does.
 * `JSON.parse` silently keeps the last of them.
 * @param text JSON that `JSON.parse` takes
 */
export function duplicateKey(text: string): string | null {
  /** The keys so far of each open object; null for an open array. */
  const open: (Set<string> | null)[] = [];
  let keys: Set<string> | null = null;
  let keyComes = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charAt(at)) {
      case "{":
      case "[":
        keys = text[at] === "{" ? new Set() : null;
        open.push(keys);
        keyComes = keys !== null;
        break;
      case "}":
      case "]":
        open.pop();
        keys = open.at(-1) ?? null;
        keyComes = false;
        break;
      case ",":
        keyComes = keys !== null;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (keyComes && keys !== null) {
          const key = String(JSON.parse(text.slice(at, end)));
          if (keys.has(key)) return key;
          keys.add(key);
          keyComes = false;
        }
        at = end - 1;
      }
    }
  }
  return null;
}

/** The position after the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
