/**
 * Does the work for every item, a fixed number at a time; a free worker takes the next item. An error
 * also stops this, and is thrown once all work that was started has ended.
 * @param wanted false stops taking items
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
      // It may have been stopped while the next item was read.
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
