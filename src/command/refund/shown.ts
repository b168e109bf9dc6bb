import type { Preview } from "../../render/preview.ts";

/**
 * Everything that a preview shows, as one text: it stays the same as long as nothing that the agent saw and
 * confirmed has changed. Any new field of an order or a plan is compared as well, unless it is named
 * here as never shown.
 */
export function shownText({ order, plan, attempts }: Preview): string {
  const neverShown: ReadonlySet<string> = new Set<keyof typeof order>([
    "raw",
    "readAt",
    "readUptime",
  ]);
  return JSON.stringify([order, plan, attempts], (key, value: unknown) => {
    if (neverShown.has(key)) return undefined;
    return typeof value === "bigint" ? value.toString() : value;
  });
}
