import type { Archive } from "./archive.ts";
import { damaged } from "./damaged.ts";
import { readXml } from "./xml.ts";

const maxBytes = 256 * 1024 * 1024;
/** So many characters of text are kept at most. */
const maxText = 32 * 1024 * 1024;

/** The texts that cells name by their place. */
export async function readStrings(
  archive: Archive,
  part: string | null,
): Promise<readonly string[]> {
  if (part === null || !archive.has(part)) return [];
  const strings: string[] = [];
  const text = textSink("si", (whole) => strings.push(whole));
  let size = 0;
  let counted = 0;
  const pieces = readXml(archive.read(part, maxBytes), text);
  while ((await pieces.next()).done !== true) {
    for (; counted < strings.length; counted++) size += strings[counted]?.length ?? 0;
    if (size > maxText) throw damaged("its texts are too long");
  }
  return strings;
}

/** Gathers the text of an element that may be in several runs; how it is pronounced is left out. */
export function textSink(element: string, found: (text: string) => void) {
  let text = "";
  let inText = false;
  let pronounced = 0;
  return {
    open: (name: string) => {
      if (name === element) text = "";
      else if (name === "rPh") pronounced += 1;
      else if (name === "t") inText = pronounced === 0;
    },
    text: (piece: string) => {
      if (inText) text += piece;
    },
    close: (name: string) => {
      if (name === "t") inText = false;
      else if (name === "rPh") pronounced -= 1;
      else if (name === element) found(unescaped(text));
    },
  };
}

/** What XML cannot hold stands as `_x000D_`. */
export function unescaped(text: string): string {
  return text.includes("_x")
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}
