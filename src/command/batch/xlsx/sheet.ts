import { damaged } from "./damaged.ts";
import { isTrue } from "./parts.ts";
import { textSink, unescaped } from "./strings.ts";
import { readXml } from "./xml.ts";

/** A cell that holds something. */
export interface Cell {
  /** Counted from 0. */
  readonly column: number;
  readonly content:
    | { readonly tag: "text"; readonly text: string }
    /** As the file has it, which may be `9.1E+7`. */
    | { readonly tag: "number"; readonly text: string; readonly style: number }
    | { readonly tag: "boolean"; readonly text: "TRUE" | "FALSE" }
    | { readonly tag: "date"; readonly text: string }
    /** A formula that nobody has calculated, which is not nothing. */
    | { readonly tag: "uncalculated" }
    | { readonly tag: "error"; readonly text: string };
  /** Its value comes from a formula, its own or one that fills several cells. */
  readonly isFormula: boolean;
}

export interface SheetRow {
  /** Counted from 1. */
  readonly number: number;
  readonly isHidden: boolean;
  readonly cells: readonly Cell[];
}

/** Cells, by the rows and columns of its corners, each included. */
export interface Range {
  readonly text: string;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** What is known of a sheet once its rows were read. */
export interface SheetFacts {
  readonly hiddenColumns: readonly (readonly [number, number])[];
  readonly merged: readonly Range[];
}

/** A sheet's own bound: Excel has no more rows. */
const maxRows = 1_048_576;
const maxColumns = 16_384;

/**
 * The rows of a sheet in which something stands. A row's texts are looked up where cells name them.
 * @param facts is filled as they come; what is merged is known behind the last row only
 */
export async function* readSheet(
  bytes: AsyncIterable<Uint8Array>,
  strings: readonly string[],
  facts: { readonly hiddenColumns: [number, number][]; readonly merged: Range[] },
): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  let row = { number: 0, isHidden: false };
  let cells: Cell[] = [];
  let column = -1;
  let type = "n";
  let style = 0;
  let value: string | null = null;
  let inValue = false;
  let isFormula = false;
  let inline: string | null = null;
  let hasSheetData = false;
  /** How many elements are open whose content is skipped. */
  let foreign = 0;
  /** The cells that one formula fills, as far as they are still to come. */
  let filled: Range[] = [];
  const inlineText = textSink("is", (text) => {
    inline = text;
  });
  const add = (content: Cell["content"]): void => {
    const isFilled = filled.some((range) => isWithin(range, column, row.number));
    cells.push({ column, content, isFormula: isFormula || isFilled });
  };
  const endCell = (): void => {
    if (inline !== null) {
      if (inline !== "") add({ tag: "text", text: inline });
    } else if (value === null || value === "") {
      if (isFormula && value === "" && type === "str") add({ tag: "text", text: "" });
      else if (isFormula) add({ tag: "uncalculated" });
    } else if (type === "s") {
      const text = strings[Number(value)];
      if (text === undefined) throw damaged(`it has no text ${value}`);
      if (text !== "") add({ tag: "text", text });
    } else if (type === "str") add({ tag: "text", text: unescaped(value) });
    else if (type === "b") add({ tag: "boolean", text: isTrue(value) ? "TRUE" : "FALSE" });
    else if (type === "e") add({ tag: "error", text: value });
    else if (type === "d") add({ tag: "date", text: value });
    else add({ tag: "number", text: value.trim(), style });
  };
  const sink = {
    open: (name: string, attributes: Readonly<Record<string, string>>): void => {
      if (foreign > 0 || foreignElements.has(name)) {
        foreign += 1;
        return;
      }
      switch (name) {
        case "sheetData":
          if (hasSheetData) throw damaged("a sheet has two tables of cells");
          hasSheetData = true;
          return;
        case "col":
          if (!isTrue(attributes["hidden"])) return;
          facts.hiddenColumns.push([Number(attributes["min"]) - 1, Number(attributes["max"]) - 1]);
          return;
        case "row": {
          const number = Number(attributes["r"] ?? row.number + 1);
          if (!Number.isInteger(number) || number <= row.number || number > maxRows) {
            throw damaged(`a row is out of order behind row ${row.number}`);
          }
          row = { number, isHidden: isTrue(attributes["hidden"]) };
          cells = [];
          column = -1;
          filled = filled.filter(({ rows }) => rows[1] >= number);
          return;
        }
        case "c": {
          const at = attributes["r"];
          const next = at === undefined ? column + 1 : columnOf(at);
          const isElsewhere = at !== undefined && rowOf(at) !== row.number;
          if (next <= column || next >= maxColumns || isElsewhere) {
            throw damaged(`a cell is out of order in row ${row.number}`);
          }
          column = next;
          type = attributes["t"] ?? "n";
          style = Number(attributes["s"] ?? "0");
          value = null;
          inline = null;
          isFormula = false;
          return;
        }
        case "f":
          isFormula = true;
          // Of a shared one, each cell that still has it says so itself.
          if (attributes["t"] === "array" || attributes["t"] === "dataTable") {
            filled.push(rangeOf(attributes["ref"] ?? cellName(column, row.number)));
          }
          return;
        case "v":
        case "is":
          if ((value ?? inline ?? "") !== "") {
            throw damaged(`${cellName(column, row.number)} has two values`);
          }
          inValue = name === "v";
          if (inValue) value = "";
          else inlineText.open(name);
          return;
        case "mergeCell":
          facts.merged.push(rangeOf(attributes["ref"] ?? ""));
          return;
        default:
          inlineText.open(name);
      }
    },
    text: (piece: string): void => {
      if (foreign > 0) return;
      if (inValue) value = (value ?? "") + piece;
      else inlineText.text(piece);
    },
    close: (name: string): void => {
      if (foreign > 0) foreign -= 1;
      else if (name === "v") inValue = false;
      else if (name === "c") endCell();
      else if (name === "row") {
        if (cells.length > 0) ready.push({ ...row, cells });
      } else inlineText.close(name);
    },
  };
  const pieces = readXml(bytes, sink);
  try {
    while ((await pieces.next()).done !== true) {
      const rows = ready;
      ready = [];
      yield* rows;
    }
  } finally {
    // Who has seen enough need not have the rest unpacked.
    await pieces.return(undefined);
  }
}

/** Extensions of other programs, and alternatives for them. Neither holds cells. */
const foreignElements: ReadonlySet<string> = new Set(["extLst", "AlternateContent"]);

function isWithin({ rows, columns }: Range, column: number, row: number): boolean {
  return row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1];
}

/** `D7` for column 3 of row 7. */
export function cellName(column: number, row: number): string {
  return `${columnName(column)}${row}`;
}

export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest === 0 ? "" : columnName(rest - 1)) + String.fromCharCode(65 + (column % 26));
}

function columnOf(cell: string): number {
  const letters = /^[A-Z]{1,3}(?=[0-9]+$)/.exec(cell)?.[0];
  if (letters === undefined) throw damaged(`a cell is called ${cell}`);
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function rowOf(cell: string): number {
  return Number(/[0-9]+$/.exec(cell)?.[0]);
}

function rangeOf(text: string): Range {
  const [from = "", to = from] = text.split(":");
  return { text, rows: [rowOf(from), rowOf(to)], columns: [columnOf(from), columnOf(to)] };
}
