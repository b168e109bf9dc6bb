/** `2026-11-21` (midnight UTC) or a full ISO 8601 time. Null when it is neither. */
export function parseDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
