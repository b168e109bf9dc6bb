/**
 * Does the work for every item, so many at a time; the next item is taken when a worker is free. A fault
 * ends the taking too, and is thrown once all that was begun has ended.
 * @param wanted false ends the taking
 */
export async function inParallel<T>(
  items: AsyncGenerator<T>,
  workers: number,
  wanted: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let broken = false;
  const takes = () => wanted() && !broken;
  const worker = async (): Promise<void> => {
    while (takes()) {
      const next = await items.next();
      // It may have been stopped while the next one was read.
      if (next.done === true || !takes()) return;
      await work(next.value);
    }
  };
  const guarded = async (): Promise<void> => {
    try {
      await worker();
    } catch (error) {
      broken = true;
      throw error;
    }
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: workers }, guarded));
    const fault = ends.find((end) => end.status === "rejected");
    if (fault !== undefined) throw fault.reason;
  } finally {
    await items.return(undefined);
  }
}
