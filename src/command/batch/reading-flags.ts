import { shellWord } from "../../render/shell-word.ts";
import type { StatedReading } from "./batch-input.ts";

/**
 * The flags that said how a file is written, for the command that runs what was written from it; each with a
 * blank before it. What was read from a workbook is written as CSV, so what only a workbook has is left out.
 */
export function readingFlags({ encoding, decimal, map, ignoreOthers }: StatedReading): string {
  return [
    ...(encoding === null ? [] : [` --encoding ${encoding}`]),
    ...(decimal === null ? [] : [` --decimal ${decimal}`]),
    ...[...map].map(([column, header]) => ` --map ${shellWord(`${column}=${header}`)}`),
    ...(ignoreOthers ? [" --ignore-other-columns"] : []),
  ].join("");
}
