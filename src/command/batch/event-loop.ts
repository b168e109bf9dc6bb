import { Cancelled } from "../../failure.ts";

/** Gives signals, and whatever else is waiting, a turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Items that are available at once, with a turn of the event loop before each: a loop over a million
 * rows must not block signals. @throws Cancelled when `stop` is aborted
 */
export async function* inTurns<T>(items: Iterable<T>, stop?: AbortSignal): AsyncGenerator<T> {
  for (const item of items) {
    await nextTurn();
    if (stop?.aborted === true) throw new Cancelled();
    yield item;
  }
}
