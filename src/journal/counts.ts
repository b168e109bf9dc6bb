/**
 * How many commits a journal has seen, by each of its counters: one in a file, several on a server. None
 * ever goes down, so a journal with one that is behind has lost commits. One that is not there counts none.
 */
export type Counts = readonly number[];

/** What both have seen together. */
export function together(one: Counts, other: Counts): Counts {
  const [longer, shorter] = one.length < other.length ? [other, one] : [one, other];
  return longer.map((count, counter) => Math.max(count, shorter[counter] ?? 0));
}

/** How many commits that somebody has seen are not there any more; 0: at least as many are there. */
export function missingFrom(found: Counts, seen: Counts): number {
  return sum(seen.map((count, counter) => Math.max(0, count - (found[counter] ?? 0))));
}

export function sum(counts: Counts): number {
  return counts.reduce((total, count) => total + count, 0);
}
