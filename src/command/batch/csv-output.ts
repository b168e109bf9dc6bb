import type { DecimalSign } from "../../domain/row-columns.ts";
import { decimalText } from "../../domain/money.ts";
import { harmless, quoted } from "../csv-cell.ts";
import { encoderFor } from "./encode.ts";
import { whichAreResults, resultColumns } from "./header.ts";
import type { Shape } from "./reading.ts";
import type { RowResult } from "./row-result.ts";

/** Lines of CSV as the input is written: its encoding, mark, separator, decimal sign and line ends. */
export interface CsvLines {
  /** The input's own header, and behind it what is added. */
  readonly header: () => Uint8Array;
  /** @param added empty cells for a row that was not started */
  readonly row: (written: readonly string[], added: readonly string[] | null) => Uint8Array;
}

/**
 * @param adds whether cells of results are added; those of an earlier run, which the input may have, then
 * give way to them
 */
export function csvLines(shape: Shape, { adds }: { readonly adds: boolean }): CsvLines {
  const { delimiter, lineEnd, header, mark, encoding } = shape;
  const encode = encoderFor(encoding);
  const isResult = whichAreResults(header.map((written) => written.replaceAll('"', "")));
  const isOwn = header.map((_name, index) => !adds || isResult[index] !== true);
  const own = (cells: readonly string[]) => cells.filter((_cell, index) => isOwn[index] ?? true);
  const line = (cells: readonly string[]) => cells.join(delimiter) + lineEnd;
  return {
    header: () =>
      encode((mark ? "\ufeff" : "") + line([...own(header), ...(adds ? resultColumns : [])])),
    row: (written, added) => {
      const cells = written.length === 0 ? header.map(() => "") : written;
      const results = adds ? (added ?? resultColumns.map(() => "")) : [];
      return encode(line([...own(cells), ...results.map((cell) => quoted(cell, delimiter))]));
    },
  };
}

/** What came of a row, in the order of the result columns. */
export function resultCells(result: RowResult, decimal: DecimalSign): readonly string[] {
  const { outcome, amount, attempt, error } = result;
  return [
    outcome,
    amount === null ? "" : decimalText(amount).replace(".", decimal),
    amount === null ? "" : amount.currency,
    attempt ?? "",
    error?.code ?? "",
    error?.message ?? "",
  ].map(harmless);
}
