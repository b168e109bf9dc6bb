import { UsageError } from "../../failure.ts";

/** What begins with these bytes is no list of refunds, and what can be done about it. */
const others: readonly (readonly [bytes: string, what: string, advice: string])[] = [
  [
    "d0cf11e0",
    "an old Excel workbook (.xls), or one with a password",
    "Save it as .xlsx without a password, or as CSV UTF-8.",
  ],
  ["25504446", "a PDF", "Ask for the list itself, as .xlsx or CSV."],
  ["1f8b", "compressed by gzip", "Unpack it first (gunzip)."],
  ["425a68", "compressed by bzip2", "Unpack it first."],
  ["28b52ffd", "compressed by zstd", "Unpack it first."],
  ["377abcaf271c", "a 7-Zip archive", "Unpack it first."],
  ["526172211a07", "a RAR archive", "Unpack it first."],
  ["7b5c727466", "a text document (RTF)", "Save the list as .xlsx or CSV."],
  ["89504e47", "a picture (PNG)", "Ask for the list itself, as .xlsx or CSV."],
  ["ffd8ff", "a picture (JPEG)", "Ask for the list itself, as .xlsx or CSV."],
  ["53514c69746520666f726d617420", "a SQLite database", "Save the list as .xlsx or CSV."],
  ["50415231", "a Parquet file", "Save the list as .xlsx or CSV."],
];

/** A zip archive, which a workbook is. */
export function isZip(head: Buffer): boolean {
  return head.subarray(0, 4).toString("hex") === "504b0304";
}

/** @throws UsageError that names what the file is when it is known and no list of refunds */
export function refuseOtherKinds(head: Buffer): void {
  const start = head.subarray(0, 20).toString("hex");
  const found = others.find(([bytes]) => start.startsWith(bytes));
  if (found !== undefined) throw notAList(found[1], found[2]);
  if (head.subarray(0, 4).toString("hex") === "504b0506") {
    throw notAList("an empty archive", "Save the list again, as .xlsx or CSV.");
  }
  const text = head
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  if (/^<(!doctype html|html|table|meta|head)/i.test(text)) {
    throw notAList(
      "a web page, whatever its name says",
      "Open it in a spreadsheet and save it as .xlsx or CSV UTF-8.",
    );
  }
  if (/^<\?xml/i.test(text)) {
    throw notAList("XML", "Open it in a spreadsheet and save it as .xlsx or CSV UTF-8.");
  }
}

export function notAList(what: string, advice: string): UsageError {
  return new UsageError(`The file is ${what}, not a list of refunds. ${advice} Nothing was sent.`);
}
