import type { Ran } from "./world.ts";

const codes: Readonly<Record<string, number>> = {
  accepted: 0,
  "already-refunded": 0,
  planned: 0,
  refused: 4,
  blocked: 5,
  "not-sent": 6,
  unknown: 7,
  cancelled: 130,
};

/** Outcomes that say that no money moved. */
export const denials: readonly string[] = ["refused", "blocked", "not-sent", "cancelled", "failed"];

export interface Told {
  readonly outcome: string;
  readonly error: string | null;
  readonly warnings: readonly string[];
  /** Whether the exit code is one that the outcome may have. */
  readonly agrees: boolean;
}

/** What a run that was asked for one refund said came of it; null when it said nothing. */
export function toldBy({ argv, code, out }: Ran): Told | null {
  if (code === null) return null;
  if (!argv.includes("--json")) {
    const [outcome = "failed"] = Object.entries(codes).find(([, each]) => each === code) ?? [];
    return { outcome, error: null, warnings: [], agrees: true };
  }
  const document = parsed(out);
  if (document === null) return null;
  const { outcome } = document;
  if (typeof outcome !== "string") return null;
  const agrees = outcome === "failed" ? [1, 2, 3].includes(code) : codes[outcome] === code;
  return {
    outcome,
    error: codeOf(document["error"]),
    warnings: codesOf(document["warnings"]),
    agrees,
  };
}

/** The one JSON document of a run; null when there is none. */
export function parsed(out: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(out);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function codesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((each) => codeOf(each) ?? "") : [];
}

function codeOf(value: unknown): string | null {
  return isRecord(value) && typeof value["code"] === "string" ? value["code"] : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
