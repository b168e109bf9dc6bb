import { AsyncLocalStorage } from "node:async_hooks";
import dns from "node:dns";

/** What a run does whenever it looks up a name, which is each time that it connects. */
type OnLookup = () => Promise<void>;

const current = new AsyncLocalStorage<OnLookup>();
let patched = false;

/**
 * Runs something whose lookups of localhost take as long as `onLookup` does. Between recording an attempt
 * and sending it, connecting is the one step that waits for the outside; a machine falls asleep in it.
 */
export function withSlowNames<T>(onLookup: OnLookup, work: () => Promise<T>): Promise<T> {
  patch();
  return current.run(onLookup, work);
}

function patch(): void {
  if (patched) return;
  patched = true;
  const lookup: unknown = dns.lookup;
  const original = lookup as (...given: readonly unknown[]) => void;
  const slow = (...given: readonly unknown[]): void => {
    const onLookup = current.getStore();
    if (onLookup === undefined || given[0] !== "localhost") {
      original(...given);
      return;
    }
    // The name is the machine's own; only when it is found depends on the simulation.
    void onLookup().then(() => {
      original(...given);
    });
  };
  Object.assign(dns, { lookup: slow });
}
