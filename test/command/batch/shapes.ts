/** A file as people make it, and what comes of it. `docs/batch.md` shows all of them. */
export interface Shape {
  readonly file: string;
  /** What it is, for people. */
  readonly what: string;
  readonly flags?: readonly string[];
  /** The amounts of its rows where it is read, or words of the message that refuses it. */
  readonly comes: { readonly read: readonly string[] } | { readonly refused: readonly string[] };
}

const german = ["--encoding", "windows-1252", "--decimal", ","];
const ownHeaders = ["kind=Type", "order=Order Number", "amount=Refund amount"];

export const shapes: readonly Shape[] = [
  {
    file: "a03-utf16le-bom-tab.txt",
    what: "Excel's “Unicode text”",
    comes: { read: ["10.50 USD", "5.00 USD"] },
  },
  {
    file: "a07-cp1252-semicolon-decimalcomma.csv",
    what: "CSV of a German Excel in its old encoding",
    comes: { refused: ["--encoding windows-1252", "--decimal ,"] },
  },
  {
    file: "a07-cp1252-semicolon-decimalcomma.csv",
    what: "CSV of a German Excel in its old encoding",
    flags: german,
    comes: { read: ["10.50 USD", "5.00 USD"] },
  },
  {
    file: "b01-semicolon-decimalcomma.csv",
    what: "semicolons, amounts like `10,50`",
    comes: { refused: ["--decimal ,"] },
  },
  {
    file: "b01-semicolon-decimalcomma.csv",
    what: "semicolons, amounts like `10,50`",
    flags: ["--decimal", ","],
    comes: { read: ["10.50 USD", "5.00 USD"] },
  },
  {
    file: "b02-semicolon-thousands.csv",
    what: "semicolons, amounts like `1.234,50`",
    comes: { refused: ["--decimal ,"] },
  },
  {
    file: "b02-semicolon-thousands.csv",
    what: "semicolons, amounts like `1.234,50`",
    flags: ["--decimal", ","],
    comes: { read: ["1234.50 USD"] },
  },
  {
    file: "b02e-german-int-thousands-usd.csv",
    what: "semicolons, an amount like `1.234` in USD",
    comes: { refused: ["1.234", "1234", "--decimal . or --decimal ,"] },
  },
  {
    file: "b02e-german-int-thousands-usd.csv",
    what: "semicolons, an amount like `1.234` in USD",
    flags: ["--decimal", ","],
    comes: { read: ["1234.00 USD"] },
  },
  {
    file: "b02e-german-int-thousands-usd.csv",
    what: "semicolons, an amount like `1.234` in USD",
    flags: ["--decimal", "."],
    comes: { refused: ["more than the 2 decimal digits of USD"] },
  },
  {
    file: "b02f-german-int-thousands-kwd.csv",
    what: "semicolons, an amount like `1.234` in KWD",
    comes: { refused: ["1.234", "1234", "--decimal . or --decimal ,"] },
  },
  {
    file: "b02f-german-int-thousands-kwd.csv",
    what: "semicolons, an amount like `1.234` in KWD",
    flags: ["--decimal", ","],
    comes: { read: ["1234.000 KWD"] },
  },
  {
    file: "b02f-german-int-thousands-kwd.csv",
    what: "semicolons, an amount like `1.234` in KWD",
    flags: ["--decimal", "."],
    comes: { read: ["1.234 KWD"] },
  },
  { file: "b03-tab.tsv", what: "tabs", comes: { read: ["10.50 USD"] } },
  {
    file: "b05-sep-semicolon.csv",
    what: "Excel's first line `sep=;`",
    comes: { read: ["10.50 USD"] },
  },
  {
    file: "b11-names-1.csv",
    what: "headers of its own",
    comes: {
      refused: ['"Type", "Order Number", "Refund amount"', "--map", "--ignore-other-columns"],
    },
  },
  {
    file: "b11-names-1.csv",
    what: "headers of its own",
    flags: ownHeaders.flatMap((each) => ["--map", each]),
    comes: { read: ["10.50 USD"] },
  },
  {
    file: "b12-trailing-empty-columns.csv",
    what: "columns without a name in which nothing stands",
    comes: { read: ["10.50 USD"] },
  },
  {
    file: "b14-trailing-empty-rows.csv",
    what: "empty rows at its end",
    comes: { read: ["10.50 USD"] },
  },
  {
    file: "b15c-totals-row3.csv",
    what: "a row of totals",
    comes: { refused: ["Line 3: it looks like a totals row"] },
  },
  {
    file: "b17-title-line.csv",
    what: "a title above the header",
    comes: { refused: ["line 3 looks like the header"] },
  },
  {
    file: "b21c-decimal-comma-unquoted-shift.csv",
    what: "commas, an amount like `10,50` without quotes",
    comes: { refused: ["Line 2", "looks like one amount split by a comma"] },
  },
  {
    file: "c02-scientific.csv",
    what: "an order number that a spreadsheet shortened (`9.1E+07`)",
    comes: { refused: ['Line 2: order "9.1E+07" must be digits only', "loses digits"] },
  },
  {
    file: "c04d-float-order.csv",
    what: "an order number with decimals (`91000000.0`)",
    comes: { refused: ['Line 2: order "2000000000.0" must be digits only', "without decimals"] },
  },
  {
    file: "c05-formula.csv",
    what: 'an order number as Excel keeps text (`="91000000"`)',
    comes: { read: ["10.50 USD"] },
  },
  {
    file: "d05-newline-quoted.csv",
    what: "a comment of several lines, in quotes",
    comes: { read: ["5.00 USD", "5.00 USD"] },
  },
  { file: "e08-array-pretty.json", what: "a JSON array", comes: { read: ["5.00 USD"] } },
  {
    file: "e09e-ndjson-dup-key.ndjson",
    what: "NDJSON with an amount twice",
    comes: { refused: ['Line 1: The key "amount" appears twice'] },
  },
  {
    file: "e09f-ndjson-order-dup-key.ndjson",
    what: "NDJSON with an order twice",
    comes: { refused: ['Line 1: The key "order" appears twice'] },
  },
  {
    file: "f04-cut-last.csv",
    what: "its last line cut off",
    comes: { read: ["12.34 USD", "1.00 USD"] },
  },
  {
    file: "f06c-swallow-semicolon.csv",
    what: "a quote that is closed rows later",
    comes: { refused: ["Line 2: the quote opened here"] },
  },
  {
    file: "f06d-swallow.csv",
    what: "a quote that is closed rows later",
    comes: { refused: ["Line 2: the quote opened here"] },
  },
  {
    file: "h08d-items-unquoted-semicolon-shift.csv",
    what: "semicolons, two items without quotes",
    comes: { refused: ["Line 2", "looks like items split by a semicolon"] },
  },
  {
    file: "h10-items-comma-sep.csv",
    what: "items joined by commas",
    comes: { refused: ["Line 2", "put a semicolon (;) between them"] },
  },
  {
    file: "nul1.ndjson",
    what: "a control character in an id",
    comes: { refused: ["Line 1: id holds the control character U+0000"] },
  },
];

/** The table of `docs/batch.md`. */
export function shapesTable(): string {
  const rows = shapes.map(({ what, flags = [], comes }) => {
    const given = flags.map((flag) => (/[ ,]/.test(flag) ? `'${flag}'` : flag)).join(" ");
    const result =
      "read" in comes
        ? `read: ${comes.read.join(", ")}`
        : `refused: “${comes.refused.join(" … ")}”`;
    return `| ${what} | ${given === "" ? "" : `\`${given}\``} | ${result.replaceAll("<", "\\<")} |`;
  });
  return ["| file | with | result |", "| --- | --- | --- |", ...rows].join("\n");
}
