import { nothing, safe, safeJson, type SafeText } from "../safe-text.ts";
import type { ExitCode } from "./exit-code.ts";

/** The output of a finished command: the result for stdout, talk for stderr, and the exit code. */
export interface Rendered {
  readonly code: ExitCode;
  readonly out: SafeText;
  readonly err: SafeText;
  /** Says what came of money that may have moved: the code says it, too, whether or not this can be shown. */
  readonly aboutMoney?: boolean;
}

/** One JSON document and nothing else. */
export function renderDocument(document: object, code: ExitCode): Rendered {
  return { code, out: safe`${safeJson(document)}\n`, err: nothing };
}
