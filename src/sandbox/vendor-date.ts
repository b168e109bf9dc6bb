const hoursAheadOfUtc = 3;

/** A moment as the 6.0 API writes it: `YYYY-MM-DD HH:MM:SS` without a zone, three hours ahead of UTC. */
export function vendorDate(time: number): string {
  return new Date(time + hoursAheadOfUtc * 3_600_000)
    .toISOString()
    .slice(0, "YYYY-MM-DDTHH:MM:SS".length)
    .replace("T", " ");
}

/** A moment as the legacy platform writes it: alike, in a zone of its own that no page tells; here it is UTC. */
export function saleDate(time: number): string {
  return vendorDate(time - hoursAheadOfUtc * 3_600_000);
}
