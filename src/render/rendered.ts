import { visibleJson } from "./untrusted.ts";

/** What a finished command leaves behind: the result for stdout, talk for stderr, and its exit code. */
export interface Rendered {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** One JSON document and nothing else. */
export function renderDocument(document: object, code: number): Rendered {
  return { code, out: `${visibleJson(document)}\n`, err: "" };
}
