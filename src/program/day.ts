import { parseDate } from "./date.ts";

/** A time that somebody named: in milliseconds since the epoch, as seen from now. */
export type NamedTime = (now: number) => number;

const weekdays = [
  ...["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
] as const;

/** The words that may be used, for who completes them. */
export const dayWords = ["today", "yesterday", ...weekdays.slice(1), "sunday", "7d", "30d"];

/**
 * A date or a time as `parseDate` takes it, in UTC; or a day of the calendar on the wall here: `today`,
 * `yesterday`, `7d` (seven days ago) or the last `monday`, each from its midnight on. Null for anything else.
 */
export function parseNamedTime(text: string): NamedTime | null {
  const time = parseDate(text);
  if (time !== null) return () => time;
  const word = text.toLowerCase();
  if (word === "today") return daysAgo(() => 0);
  if (word === "yesterday") return daysAgo(() => 1);
  const [, count] = /^([0-9]{1,4})d$/.exec(word) ?? [];
  if (count !== undefined) return daysAgo(() => Number(count));
  const weekday = weekdays.findIndex((name) => name === word);
  return weekday === -1 ? null : daysAgo((today) => (today.getDay() - weekday + 7) % 7);
}

/** By the calendar, because a day may have 23 or 25 hours. */
function daysAgo(count: (today: Date) => number): NamedTime {
  return (now) => {
    const today = new Date(now);
    const day = today.getDate() - count(today);
    return new Date(today.getFullYear(), today.getMonth(), day).getTime();
  };
}
