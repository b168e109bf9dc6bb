/** `2026-11-21` (midnight UTC) or a full ISO 8601 time. Null when it is neither, or no day of the calendar. */
export function parseDate(text: string): number | null {
  const match = /^(?<day>\d{4}-\d{2}-\d{2})(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const day = match?.groups?.["day"];
  if (day === undefined || !isDay(day)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
