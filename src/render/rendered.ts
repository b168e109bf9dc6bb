import { nothing, safe, safeJson, type SafeText } from "../safe-text.ts";

/** What a finished command leaves behind: the result for stdout, talk for stderr, and its exit code. */
export interface Rendered {
  readonly code: number;
  readonly out: SafeText;
  readonly err: SafeText;
}

/** One JSON document and nothing else. */
export function renderDocument(document: object, code: number): Rendered {
  return { code, out: safe`${safeJson(document)}\n`, err: nothing };
}
