const fractionDigits: ReadonlyMap<string, number> = new Map([
  ["JPY", 0],
  ["KRW", 0],
  ["CLP", 0],
  ["BHD", 3],
  ["KWD", 3],
  ["OMR", 3],
  ["TND", 3],
]);

function digitsOf(currency: string): number {
  return fractionDigits.get(currency.toUpperCase()) ?? 2;
}

/**
 * The minor units (an integer) that a JSON number or a decimal string names, or null when it is not
 * a plain decimal or has more digits than the currency. Never rounds.
 */
export function minorUnits(value: unknown, currency: string): number | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  const match = /^(-?\d{1,12})(?:\.(\d+))?$/.exec(String(value));
  if (match === null) return null;
  const [, whole = "", fraction = ""] = match;
  const digits = digitsOf(currency);
  return fraction.length > digits ? null : Number(whole + fraction.padEnd(digits, "0"));
}

/** Minor units as decimal text with exactly the currency's own digits: `"241.49"`, `"3000"`. */
export function decimalText(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return (minor < 0 ? "-" : "") + whole + (digits === 0 ? "" : `.${fraction}`);
}
