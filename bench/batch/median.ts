export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function ratioOfMedians(a: readonly number[], b: readonly number[]): number {
  return median(a) / median(b);
}
