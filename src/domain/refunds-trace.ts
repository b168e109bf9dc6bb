import { createHash } from "node:crypto";

/**
 * What the journal keeps of an order's `Refunds`, whose shape is unknown and which may contain names: its
 * amounts, states, dates and lines as JSON text, and a hash of the whole, so that any change shows.
 */
export interface RefundsTrace {
  readonly kept: string;
  readonly hash: string;
}

/** @param raw the field's value, or that value after it was JSON text */
export function traceOf(raw: unknown): RefundsTrace {
  const text = JSON.stringify(raw ?? null);
  return {
    kept: JSON.stringify(reduced(raw ?? null, "")),
    hash: createHash("sha256").update(text).digest("hex"),
  };
}

/** What a key may hold, by the key's name and by the form of the text, so that a person's name never fits. */
const kinds: readonly (readonly [key: RegExp, text: RegExp])[] = [
  [/amount|total|value|sum/i, /^[-+]?[0-9.,]{1,30}( ?[A-Z]{3})?$/],
  [/currency/i, /^[A-Za-z]{3}$/],
  [/status|state/i, /^[A-Za-z]+([_ -][A-Za-z]+){0,2}$/],
  [/date|time|created|updated|processed/i, /^[0-9T:.+Z /-]{6,40}$/],
  [/quantity|count/i, /^[0-9.]{1,10}$/],
  [/line|item|reference|productcode/i, /^[A-Za-z0-9_.-]*[0-9_][A-Za-z0-9_.-]*$/],
];

function reduced(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((part) => reduced(part, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [isName(name) ? name : "?", reduced(part, name)]),
    );
  }
  if (value === null || typeof value === "boolean") return value;
  if (typeof value !== "string" && typeof value !== "number") return "?";
  const text = String(value);
  const fits =
    text.length <= 64 && kinds.some(([named, looks]) => named.test(key) && looks.test(text));
  return fits || text === "" ? value : "?";
}

/** A key of an answer, not a person's name used as a key. */
function isName(key: string): boolean {
  return /^[0-9]{1,12}$/.test(key) || kinds.some(([named]) => named.test(key));
}
