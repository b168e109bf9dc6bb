/**
 * Does the work for every item, so many at a time; the next item is taken when a worker is free.
 * @param wanted false ends the taking; what was begun is brought to its end
 */
export async function inParallel<T>(
  items: AsyncGenerator<T>,
  workers: number,
  wanted: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const worker = async (): Promise<void> => {
    while (wanted()) {
      const next = await items.next();
      // It may have been stopped while the next one was read.
      if (next.done === true || !wanted()) return;
      await work(next.value);
    }
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: workers }, worker));
    const broken = ends.find((end) => end.status === "rejected");
    if (broken !== undefined) throw broken.reason;
  } finally {
    await items.return(undefined);
  }
}
