import { categories, type Category } from "../../api/legacy/categories.ts";
import { knownReasons } from "../reason.ts";
import type { Run } from "../run.ts";

/** The reasons that a refund may have: configured for the RPC 6.0 API, fixed for the legacy one. */
export interface Reasons {
  /** Null if none are configured: the API does not list them. */
  readonly reasons: readonly string[] | null;
  readonly defaultReason: string | null;
  readonly categories: readonly Category[] | null;
}

export function readReasons(legacy: boolean, { settings }: Run): Reasons {
  return legacy
    ? { reasons: null, defaultReason: null, categories }
    : { reasons: knownReasons(settings), defaultReason: settings.defaultReason, categories: null };
}
