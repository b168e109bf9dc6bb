/*
 * Times as people and spreadsheets read them; always UTC, which the words around them say.
 */

/** `2026-11-21 14:05`, of milliseconds since the epoch. */
export function minuteText(time: number): string {
  return secondText(time).slice(0, 16);
}

/** `2026-11-21 14:05:59` */
export function secondText(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace("T", " ");
}
