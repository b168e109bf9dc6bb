import type { Fields } from "./row.ts";

/** One record of the input, with the line on which it begins; or why it is none, with the line of the fault. */
export type InputRecord =
  | { readonly line: number; readonly fields: Fields }
  | { readonly line: number; readonly cause: string };
