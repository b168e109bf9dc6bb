import type { Archive } from "./archive.ts";
import { readWholeXml } from "./xml.ts";

/** What a number is shown as, as far as it then means something else. */
export type NumberFormat = "plain" | "date" | "percent";

const maxBytes = 32 * 1024 * 1024;

/** The format of each style that cells name by its place. */
export async function readFormats(
  archive: Archive,
  part: string | null,
): Promise<readonly NumberFormat[]> {
  if (part === null || !archive.has(part)) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCells = false;
  await readWholeXml(archive.read(part, maxBytes), {
    open: (name, attributes) => {
      const id = Number(attributes["numFmtId"] ?? "0");
      if (name === "numFmt") codes.set(id, attributes["formatCode"] ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) ids.push(id);
    },
    close: (name) => {
      if (name === "cellXfs") inCells = false;
    },
  });
  return ids.map((id) => formatOf(id, codes.get(id)));
}

/** The formats below 164 have no code in the file. */
function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return formatOfCode(code);
  if (id === 9 || id === 10) return "percent";
  const isDate =
    (id >= 14 && id <= 22) ||
    (id >= 27 && id <= 36) ||
    (id >= 45 && id <= 47) ||
    (id >= 50 && id <= 58);
  return isDate ? "date" : "plain";
}

function formatOfCode(code: string): NumberFormat {
  // What is quoted, escaped, or a colour or currency in brackets says nothing; [h] is a time.
  const bare = code
    .replaceAll(/"[^"]*"/g, "")
    .replaceAll(/[\\_*]./g, "")
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  if (/general/i.test(bare)) return "plain";
  if (/[dmyhs]/i.test(bare)) return "date";
  return bare.includes("%") ? "percent" : "plain";
}
