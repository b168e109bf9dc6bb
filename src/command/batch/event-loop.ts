import { Cancelled } from "../../failure.ts";

/** Lets a signal be heard, and whatever else waits for its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Items that are there at once, with a turn of the event loop before each of them: a loop over a million
 * rows must not be deaf. @throws Cancelled when `stop` is aborted
 */
export async function* inTurns<T>(items: Iterable<T>, stop?: AbortSignal): AsyncGenerator<T> {
  for (const item of items) {
    await nextTurn();
    if (stop?.aborted === true) throw new Cancelled();
    yield item;
  }
}
