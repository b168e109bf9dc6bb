/** As many choices as fit beside their question on a small terminal. */
const pageSize = 10;

/** The part of a list around one of its places, and how many more there are on either side. */
export function windowed<T>(
  items: readonly T[],
  active: number,
): { readonly items: readonly T[]; readonly above: number; readonly below: number } {
  if (items.length <= pageSize) return { items, above: 0, below: 0 };
  const last = items.length - pageSize;
  const above = Math.max(0, Math.min(last, active - Math.floor(pageSize / 2)));
  return {
    items: items.slice(above, above + pageSize),
    above,
    below: last - above,
  };
}
