const pattern =
  /^(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/;

/**
 * `2026-11-21` (midnight UTC) or a full ISO 8601 time, as milliseconds since the epoch. Null when it is
 * neither, or not a real day: `Date.parse` reads 30 February as 2 March.
 */
export function parseDate(text: string): number | null {
  const [, day] = pattern.exec(text) ?? [];
  if (day === undefined) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return null;
  return Date.parse(text);
}
